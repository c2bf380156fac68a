import type { ReactNode } from 'react'

/** The lines of code to which the page links, by name; the build finds them. */
declare const SOURCE_LINKS: Readonly<Record<string, { readonly text: string; readonly href: string }>>

/** A link to the lines of code behind a panel. */
export function SourceLink({ of, label }: { of: string; label: string }): ReactNode {
  const link = SOURCE_LINKS[of]
  if (link === undefined) return null
  return (
    <a className="source" href={link.href} target="_blank" rel="noreferrer">
      {label}: <code>{link.text}</code>
    </a>
  )
}

import type { ReactNode } from 'react'
import mark from './mark.svg'

const PAGES = [
  { href: './', label: 'Demo' },
  { href: './tokens', label: 'Tokens' },
] as const

/** The bar at the top of each page. */
export function PageBar({ page, children }: { page: 'Demo' | 'Tokens'; children?: ReactNode }): ReactNode {
  return (
    <header className="bar">
      <p className="brand">
        <img src={mark} alt="" width="28" height="28" />
        <span className="brand-name">stream-token-provider</span>
      </p>
      <nav className="pages" aria-label="Pages">
        {PAGES.map(({ href, label }) => (
          <a key={label} href={href} aria-current={label === page ? 'page' : undefined}>
            {label}
          </a>
        ))}
      </nav>
      {children}
    </header>
  )
}

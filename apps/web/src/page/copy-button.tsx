import { type ReactNode, useState } from 'react'

/** A button that copies a text, and says so. */
export function CopyButton({ label, text }: { label: string; text: string }): ReactNode {
  const [copied, setCopied] = useState<string>()
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(text)
  }
  return (
    <div className="copy">
      <button className="button quiet" type="button" onClick={() => void copy()}>
        {label}
      </button>
      <span className="small" role="status">
        {copied === text ? 'Copied.' : ''}
      </span>
    </div>
  )
}

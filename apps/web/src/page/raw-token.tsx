import type { ReactNode } from 'react'

/** A token, its three parts in three colours. */
export function RawToken({ token }: { token: string }): ReactNode {
  const [header, payload, signature] = token.split('.')
  return (
    <p className="raw">
      <span className="header">{header}</span>
      <span className="dot">.</span>
      <span className="payload">{payload}</span>
      <span className="dot">.</span>
      <span className="signature">{signature}</span>
    </p>
  )
}

import type { ReactNode } from 'react'
import { Claims } from '../claims.js'
import { WithCode } from '../with-code.js'
import type { Explanation } from './explain-token.js'

const MARKS = { good: '✓', note: 'i', bad: '✕' } as const
const NAMES = { good: 'Good', note: 'Note', bad: 'Wrong' } as const

/** What a token contains, and what that means. */
export function ExplanationView({
  explanation: { decoded, findings },
}: {
  explanation: Explanation
}): ReactNode {
  return (
    <div className="explanation">
      <ul className="findings" aria-label="What it means">
        {findings.map(({ level, text }) => (
          <li key={text} className="finding" data-level={level}>
            <span className="mark" aria-hidden="true">
              {MARKS[level]}
            </span>
            <span>
              <span className="hidden-text">{NAMES[level]}: </span>
              <WithCode text={text} />
            </span>
          </li>
        ))}
      </ul>
      {decoded !== undefined && (
        <>
          <h3 className="part header">Header</h3>
          <p className="json">{JSON.stringify(decoded.header)}</p>
          <h3 className="part payload">Claims</h3>
          <Claims claims={decoded.claims} />
        </>
      )}
    </div>
  )
}

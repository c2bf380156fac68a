import type { ReactNode } from 'react'
import { dateAndTime } from './date-and-time.js'

const DATES: ReadonlySet<string> = new Set(['iat', 'exp', 'nbf'])

/** The furthest instant of a JavaScript date, in seconds. */
const LAST_DATE = 8.64e12

/** The claims of a token; dates are also shown as such. */
export function Claims({ claims }: { claims: Readonly<Record<string, unknown>> }): ReactNode {
  return (
    <dl className="claims">
      {Object.entries(claims).map(([name, value]) => (
        <div key={name} className="claim">
          <dt>{name}</dt>
          <dd>
            <code>{JSON.stringify(value)}</code>
            {DATES.has(name) && typeof value === 'number' && Math.abs(value) <= LAST_DATE && (
              <span className="meaning">{dateAndTime(value * 1000)}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

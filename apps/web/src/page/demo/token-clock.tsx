import type { ReactNode } from 'react'
import type { HeldToken } from './demo-state.js'
import { refreshMargin } from './keep-token.js'
import { secondsLeft, type TokenCondition } from './token-condition.js'

/** The clock that runs to the expiry. It says nothing that the condition contradicts. */
export function TokenClock({
  token,
  condition,
  now,
}: {
  token: HeldToken
  condition: TokenCondition
  now: number
}): ReactNode {
  const { expiresIn } = token
  if (expiresIn === null) return <p className="small">It never expires.</p>
  const left = secondsLeft(token, now)
  const refresh = Math.max(0, left - refreshMargin(expiresIn))
  const isUsable = condition.name === 'valid'
  return (
    <div className="life">
      <p className="countdown" role="timer" aria-label="Time to expiry">
        {isUsable ? clockText(left) : '–'}
      </p>
      <p className="life-label">
        {isUsable
          ? `to expiry; refreshes by itself in ${clockText(refresh)}`
          : `${condition.label}: it is not accepted`}
      </p>
      <progress className="life-bar" aria-label="Time left" max={expiresIn} value={isUsable ? left : 0} />
    </div>
  )
}

/** Minutes and seconds. */
function clockText(seconds: number): string {
  const whole = Math.ceil(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

import { dateAndTime } from './date-and-time.js'
import { decodeToken } from './decode-token.js'
import { element } from './element.js'
import { field } from './field.js'
import type { InForce } from './revocation.js'

/** The line that says whether the page's token counts; it follows both the token and what is in force. */
export interface TokenVerdict {
  setToken(token: string): void
  setInForce(own: InForce): void
}

export function openTokenVerdict(): TokenVerdict {
  const line = element('token-verdict', HTMLElement)
  let issuedAt: number | undefined
  let inForce: InForce | undefined
  const show = (): void => {
    if (inForce === undefined) return
    line.textContent = verdict(issuedAt, inForce)
    line.dataset.void = String(line.textContent.startsWith('Void'))
  }
  return {
    setToken(token): void {
      const iat = field(decodeToken(token).claims, 'iat')
      issuedAt = typeof iat === 'number' ? iat * 1000 : undefined
      show()
    },
    setInForce(own): void {
      inForce = own
      show()
    },
  }
}

function verdict(issuedAt: number | undefined, { before, blockedUntil, appBefore }: InForce): string {
  if (issuedAt === undefined) return 'You hold none.'
  const cutoffs = [before, appBefore].flatMap(date => (date === null ? [] : [Date.parse(date)]))
  const issued = `issued ${dateAndTime(issuedAt)}`
  if (cutoffs.some(cutoff => issuedAt < cutoff)) return `Void: ${issued}, before the cutoff.`
  if (blockedUntil !== null)
    return `Void on this server, since you are blocked. Stream takes it until it expires: ${issued}, after every cutoff.`
  return `Not revoked: ${issued}${cutoffs.length === 0 ? '' : ', not before the cutoff'}.`
}

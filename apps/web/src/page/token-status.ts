import { dateAndTime } from './date-and-time.js'
import { decodeToken } from './decode-token.js'
import { element } from './element.js'
import { field } from './field.js'
import type { InForce } from './revocation.js'

/** The line that shows whether the page's token is revoked. It updates with the token and with what is in force. */
export interface TokenStatus {
  setToken(token: string): void
  setInForce(own: InForce): void
}

export function openTokenStatus(): TokenStatus {
  const line = element('token-status', HTMLElement)
  let issuedAt: number | undefined
  let inForce: InForce | undefined
  const show = (): void => {
    if (inForce === undefined) return
    line.textContent = statusText(issuedAt, inForce)
    line.dataset.invalid = String(line.textContent.startsWith('Invalid'))
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

function statusText(issuedAt: number | undefined, { before, blockedUntil, appBefore }: InForce): string {
  if (issuedAt === undefined) return 'No token.'
  const cutoffs = [before, appBefore].flatMap(date => (date === null ? [] : [Date.parse(date)]))
  const issued = `issued ${dateAndTime(issuedAt)}`
  if (cutoffs.some(cutoff => issuedAt < cutoff)) return `Invalid: ${issued}, before the cutoff.`
  if (blockedUntil !== null)
    return `Invalid on this server because you are blocked. Stream accepts it until it expires: ${issued}, after every cutoff.`
  return `Not revoked: ${issued}${cutoffs.length === 0 ? '' : ', not before the cutoff'}.`
}

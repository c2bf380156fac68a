import type { NumericDate } from '../primitives/numeric-date.js'
import type { RevocationState, Versioned } from './store.js'
import { inForce } from './versioned.js'

/** The cutoff of a pair, if it is in force. */
export function cutoffOf(pair: Versioned | undefined): NumericDate | undefined {
  const value = inForce(pair)
  return value === 'forever' ? Number.POSITIVE_INFINITY : value
}

/** The latest of the user's cutoff, the app's and the floor: a new token's `iat` must not be before it. */
export function effectiveCutoff({ user, app, floor }: RevocationState): NumericDate | undefined {
  if (user === undefined && app === undefined) return floor
  return later(later(cutoffOf(user), cutoffOf(app)), floor)
}

/** Whether a block is in force; its end is exclusive. */
export function isBlocked({ block }: RevocationState, now: NumericDate): boolean {
  const end = inForce(block)
  return end === 'forever' || (end !== undefined && now < end)
}

/**
 * Whether a cutoff revokes a user token. Any cutoff of the app revokes a token without `iat`; for a cutoff of the user,
 * the option decides: of Stream's two pages, the newer says revoked, the older valid.
 *
 * @see https://getstream.io/chat/docs/node/tokens_and_authentication/#token-revocation-by-user
 */
export function isCutOff(
  issuedAt: NumericDate | undefined,
  { user, app, floor }: RevocationState,
  tokensWithoutIat: 'revoked' | 'valid',
): boolean {
  const ofUser = cutoffOf(user)
  const ofAll = later(cutoffOf(app), floor)
  if (issuedAt === undefined)
    return ofAll !== undefined || (ofUser !== undefined && tokensWithoutIat === 'revoked')
  return (ofUser !== undefined && issuedAt < ofUser) || (ofAll !== undefined && issuedAt < ofAll)
}

/** The later of two instants; either may be missing. */
export function later(one: NumericDate | undefined, other: NumericDate | undefined): NumericDate | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return Math.max(one, other)
}

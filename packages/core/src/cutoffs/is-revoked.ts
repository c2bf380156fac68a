import type { NumericDate } from '../primitives/numeric-date.js'
import type { Cutoffs } from './store.js'

/** The later of the two cutoffs: a new token's `iat` must not be before it. */
export function effectiveCutoff({ user, app }: Cutoffs): NumericDate | undefined {
  if (user === undefined || app === undefined) return user ?? app
  return Math.max(user, app)
}

/** Whether a block is in force; its end is exclusive. */
export function isBlocked({ blockedUntil }: Cutoffs, now: NumericDate): boolean {
  return blockedUntil === 'forever' || (blockedUntil !== undefined && now < blockedUntil)
}

/**
 * Whether a cutoff revokes a user token. Any cutoff of the app revokes a token without `iat`; for a cutoff of the user,
 * the option decides: of Stream's two pages, the newer says revoked, the older valid.
 *
 * @see https://getstream.io/chat/docs/node/tokens_and_authentication/#token-revocation-by-user
 */
export function isCutOff(
  issuedAt: NumericDate | undefined,
  { user, app }: Cutoffs,
  tokensWithoutIat: 'revoked' | 'valid',
): boolean {
  if (issuedAt === undefined)
    return app !== undefined || (user !== undefined && tokensWithoutIat === 'revoked')
  return (user !== undefined && issuedAt < user) || (app !== undefined && issuedAt < app)
}

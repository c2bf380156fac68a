import { TokenProviderError } from '../errors/errors.js'
import { isRecord } from '../primitives/is-record.js'
import { EXPIRES_IN_RULE, isExpiresIn } from '../settings/lifetime.js'
import { copyScope, isUserId, scopeErrors, type TokenScope, USER_ID_RULE } from '../token/claims.js'

/** The signed-in user, with the lifetime and the optional claims of the token. */
export interface Identity extends TokenScope {
  /** The user id: 1 to 255 letters, digits, `@`, `_` or `-`. */
  readonly id: string
  /** Seconds until the token expires, at most `maxExpiresIn`; null: never. Default: the option `expiresIn`. */
  readonly expiresIn?: number | null | undefined
}

const MEMBERS: ReadonlySet<string> = new Set(['id', 'expiresIn', 'role', 'callCids', 'channelCids', 'claims'])

/**
 * Parses the result of `verifyUser`; undefined means: not signed in.
 *
 * Every other value is an error of the app and is refused: an empty id or `true` can come from a broken look-up.
 * The identity is a copy, because the app may change its object for the next user.
 *
 * @throws {TokenProviderError} `identity_invalid`, naming the rules, never a value
 */
export function parseIdentity(result: unknown): Identity | undefined {
  if (result === null || result === undefined || result === false) return undefined
  if (typeof result === 'string') return isUserId(result) ? { id: result } : invalid([USER_ID_RULE])
  if (!isRecord(result)) return invalid(['return a user id, { id, … }, or null'])
  const { id, expiresIn, role, callCids, channelCids, claims } = result
  const errors = Object.keys(result)
    .filter(name => !MEMBERS.has(name))
    .map(name => `unknown member ${name}`)
  if (expiresIn !== undefined && !isExpiresIn(expiresIn)) errors.push(`expiresIn must be ${EXPIRES_IN_RULE}`)
  errors.push(...scopeErrors({ role, callCids, channelCids, claims }))
  if (!isUserId(id)) errors.push(USER_ID_RULE)
  return errors.length === 0 && isIdentity(result) ? copyOf(result) : invalid(errors)
}

/** Repeats the rules above in a form that the compiler understands. */
function isIdentity(result: unknown): result is Identity {
  return isRecord(result) && isUserId(result.id)
}

function copyOf(identity: Identity): Identity {
  return { id: identity.id, expiresIn: identity.expiresIn, ...copyScope(identity) }
}

function invalid(errors: readonly string[]): never {
  throw new TokenProviderError('identity_invalid', { message: `verifyUser: ${errors.join('; ')}.` })
}

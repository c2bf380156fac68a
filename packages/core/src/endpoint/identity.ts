import { TokenProviderError } from '../errors/errors.js'
import { isRecord } from '../primitives/is-record.js'
import { EXPIRES_IN_RULE, isExpiresIn } from '../settings/lifetime.js'
import { copyScope, isUserId, scopeErrors, type TokenScope, USER_ID_RULE } from '../token/claims.js'

/** Who the user is, and what the token may say about them. */
export interface Identity extends TokenScope {
  /** 1 to 255 letters, digits, `@`, `_` or `-`. */
  readonly id: string
  /** Seconds until the token expires, at most `maxExpiresIn`; null: never. Default: the option `expiresIn`. */
  readonly expiresIn?: number | null | undefined
}

const MEMBERS: ReadonlySet<string> = new Set(['id', 'expiresIn', 'role', 'callCids', 'channelCids', 'claims'])

/**
 * Reads what `verifyUser` answered; undefined means: not signed in.
 *
 * Anything but a user or a plain no is a fault of the app, and never guessed at: an empty id or `true` is how a broken
 * look-up answers. What comes back is a copy: an app may change its object for the next user.
 *
 * @throws {TokenProviderError} `identity_invalid`, naming the rules, never a value
 */
export function parseIdentity(answer: unknown): Identity | undefined {
  if (answer === null || answer === undefined || answer === false) return undefined
  if (typeof answer === 'string') return isUserId(answer) ? { id: answer } : invalid([USER_ID_RULE])
  if (!isRecord(answer)) return invalid(['answer a user id, { id, … }, or null'])
  const { id, expiresIn, role, callCids, channelCids, claims } = answer
  const faults = Object.keys(answer)
    .filter(name => !MEMBERS.has(name))
    .map(name => `unknown member ${name}`)
  if (expiresIn !== undefined && !isExpiresIn(expiresIn)) faults.push(`expiresIn is ${EXPIRES_IN_RULE}`)
  faults.push(...scopeErrors({ role, callCids, channelCids, claims }))
  if (!isUserId(id)) faults.push(USER_ID_RULE)
  return faults.length === 0 && isIdentity(answer) ? copyOf(answer) : invalid(faults)
}

/** What the rules above have established, in a form that the compiler can follow. */
function isIdentity(answer: unknown): answer is Identity {
  return isRecord(answer) && isUserId(answer.id)
}

function copyOf(identity: Identity): Identity {
  return { id: identity.id, expiresIn: identity.expiresIn, ...copyScope(identity) }
}

function invalid(faults: readonly string[]): never {
  throw new TokenProviderError('identity_invalid', { message: `verifyUser: ${faults.join('; ')}.` })
}

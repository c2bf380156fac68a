import { TokenProviderError } from '../errors/errors.js'
import { isRecord, memberOf } from '../primitives/is-record.js'
import { isInstant, type NumericDate } from '../primitives/numeric-date.js'
import { parseRfc3339 } from '../primitives/rfc3339.js'
import { EXPIRES_IN_RULE, isExpiresIn } from '../settings/lifetime.js'
import { isUserId, USER_ID_RULE, userIdError } from '../token/claims.js'
import { GUEST_ID_RULE, isGuestId } from '../token/guest-id.js'
import { type CheckedScope, NO_SCOPE, readScope, type TokenScope } from '../token/token-scope.js'

/** The signed-in user, with the lifetime and the optional claims of the token. */
export interface Identity extends TokenScope {
  /** The user id: 1 to 255 letters, digits, `@`, `_` or `-`. */
  readonly id: string
  /** Seconds until the token expires, at most `maxExpiresIn`; null: never. Default: the option `expiresIn`. */
  readonly expiresIn?: number | null | undefined
  /**
   * When this sign-in happened, at the earliest: seconds since 1970, a Date, or an RFC 3339 string. A sign-in from before
   * the user's revocation gets 401 `reauthentication_required`. Set it if a session can outlive a revocation, as a signed
   * cookie does.
   */
  readonly signedInAt?: NumericDate | Date | string | undefined
}

/** An identity that was read once and checked. */
export interface CheckedIdentity extends CheckedScope {
  readonly id: string
  readonly expiresIn?: number | null | undefined
  readonly signedInAt?: NumericDate | undefined
}

const MEMBERS: ReadonlySet<string> = new Set([
  'id',
  'expiresIn',
  'signedInAt',
  'role',
  'callCids',
  'channelCids',
  'claims',
])

/** How far ahead of now a sign-in may be, in seconds: clocks differ, but an expiry is further ahead. */
const MAX_AHEAD = 5

const SIGNED_IN_AT_RULE =
  'signedInAt must be when the user signed in: seconds since 1970 (not milliseconds, not an expiry), a Date, or an RFC 3339 string with a time zone'

/**
 * Parses the result of `verifyUser`; undefined means: not signed in.
 *
 * Every other value is an error of the app and is refused: an empty id or `true` can come from a broken look-up. The
 * result is read once and copied, because the app may change its object for the next user. If the app has guests, their ids
 * are refused too: a user who can choose a user name would otherwise become a guest whose id is known.
 *
 * @throws {TokenProviderError} `identity_invalid`, with what was returned and what to return instead; never a value
 */
export function parseIdentity(
  result: unknown,
  now: NumericDate,
  hasGuests = false,
): CheckedIdentity | undefined {
  if (result === null || result === undefined || result === false) return undefined
  if (typeof result === 'string') return { id: checkId(result, hasGuests), expiresIn: undefined, ...NO_SCOPE }
  if (!isRecord(result)) return invalid([`it returned ${nameOf(result)}`])
  const names = Object.keys(result)
  const id = memberOf(result, 'id')
  const expiresIn = memberOf(result, 'expiresIn')
  const unknown = names.filter(name => !MEMBERS.has(name))
  if (unknown.length > 0 || id === undefined) return invalid([adviceFor(result, id, unknown)])
  if (typeof id !== 'string') return invalid([`its id is ${nameOf(id)}`])
  const errors: string[] = []
  const idError = idErrorOf(id, hasGuests)
  if (idError !== undefined) errors.push(idError)
  if (expiresIn !== undefined && !isExpiresIn(expiresIn)) errors.push(`expiresIn must be ${EXPIRES_IN_RULE}`)
  const signedInAt = readSignIn(memberOf(result, 'signedInAt'), now, errors)
  const scope = readScope(result, errors)
  if (errors.length > 0) return invalid(errors)
  return { id, expiresIn: isExpiresIn(expiresIn) ? expiresIn : undefined, signedInAt, ...scope }
}

/** Reads when the user signed in; adds an error if the value is no such instant. */
function readSignIn(given: unknown, now: NumericDate, errors: string[]): NumericDate | undefined {
  if (given === undefined) return undefined
  const seconds = secondsOf(given)
  if (isInstant(seconds) && seconds <= now + MAX_AHEAD) return seconds
  errors.push(SIGNED_IN_AT_RULE)
  return undefined
}

function secondsOf(given: unknown): unknown {
  if (given instanceof Date) return given.getTime() / 1000
  return typeof given === 'string' ? parseRfc3339(given) : given
}

function idErrorOf(id: string, hasGuests: boolean): string | undefined {
  return hasGuests && isGuestId(id) ? GUEST_ID_RULE : userIdError(id)
}

function checkId(id: string, hasGuests: boolean): string {
  const error = idErrorOf(id, hasGuests)
  return error === undefined ? id : invalid([error])
}

/** What to return instead of an object that is no identity. */
function adviceFor(result: object, id: unknown, unknown: readonly string[]): string {
  if (id === undefined) return `it returned ${nameOf(result)}`
  if (isUserId(id)) return `it returned a whole user (${listOf(unknown)}): return user.id`
  if (typeof id !== 'string') return `it returned a whole user, and its id is ${nameOf(id)}`
  return `it returned a whole user: return user.id, and ${USER_ID_RULE}`
}

/** Lists names of members. They may come from a request, if the app passes its body on: only short plain ones are shown. */
function listOf(names: readonly string[]): string {
  const shown = names.filter(name => /^[\w$-]{1,40}$/.test(name)).slice(0, 5)
  return shown.length < names.length ? [...shown, '...'].join(', ') : shown.join(', ')
}

/** Names a value that is no identity, with what to return instead. */
function nameOf(value: unknown): string {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return `a ${typeof value}: use String(id)`
    case 'boolean':
      return `${value}: return the user's id, or null if nobody is signed in`
    case 'object':
      if (value === null) return 'null: return null instead of an object if nobody is signed in'
      if (Array.isArray(value)) return 'a list: return one id'
      return isDatabaseId(value)
        ? 'a database id: use String(id)'
        : "an object without id: return the user's id"
    default:
      return `a ${typeof value}: return the user's id`
  }
}

/** Whether a value is an object that stands for an id, as in MongoDB: its own `toString` returns the id. */
function isDatabaseId(value: object): boolean {
  return 'toHexString' in value || '_bsontype' in value
}

function invalid(errors: readonly string[]): never {
  throw new TokenProviderError('identity_invalid', { message: `verifyUser: ${errors.join('; ')}.` })
}

import { isRecord } from '../primitives/is-record.js'

/** The characters and the length that Stream accepts in a user id. */
const USER_ID = /^[\w@-]{1,255}$/

/** `type:id`, in visible ASCII. */
const CID = /^[!-9;-~]+:[!-~]+$/

/** Names that a custom claim must not have: the JWT's own, Stream's own, and `__proto__`. */
export const RESERVED_CLAIMS: ReadonlySet<string> = new Set([
  ...['user_id', 'server', 'iat', 'exp', 'nbf', 'iss', 'sub', 'aud', 'jti', 'scope'],
  ...['role', 'call_cids', 'channel_cids', 'resource', 'action', 'feed_id', '__proto__'],
])

/** The optional claims of a user token, besides its user id and its times. */
export interface TokenScope {
  /** The user's role in the calls of the token. */
  readonly role?: string | undefined
  /** Calls that the token is limited to, each `type:id`. */
  readonly callCids?: readonly string[] | undefined
  /** Channels that the token is limited to, each `type:id`. */
  readonly channelCids?: readonly string[] | undefined
  /** Custom claims: JSON values, without reserved names. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined
}

export function isUserId(value: unknown): value is string {
  return typeof value === 'string' && USER_ID.test(value)
}

export const USER_ID_RULE: string = 'a user id has 1 to 255 letters, digits, @, _ or -'

/** Returns every rule that a scope breaks; never a value. */
export function scopeErrors(scope: { readonly [K in keyof TokenScope]: unknown }): string[] {
  const { role, callCids, channelCids, claims } = scope
  if (role === undefined && callCids === undefined && channelCids === undefined && claims === undefined)
    return []
  return [
    ...(role === undefined || (typeof role === 'string' && role.trim() !== '')
      ? []
      : ['role must be a string that is not blank']),
    ...(areCids(callCids) ? [] : ['callCids must list at least one type:id']),
    ...(areCids(channelCids) ? [] : ['channelCids must list at least one type:id']),
    ...(claims === undefined ? [] : claimErrors(claims)),
  ]
}

/** Copies a valid scope, so that later changes by the app do not get into a token that waits for a cutoff. */
export function copyScope({ role, callCids, channelCids, claims }: TokenScope): TokenScope {
  return {
    role,
    callCids: callCids && [...callCids],
    channelCids: channelCids && [...channelCids],
    claims: claims && JSON.parse(JSON.stringify(claims)),
  }
}

/** An empty list is refused: a reader could take it for "no limit". */
function areCids(value: unknown): boolean {
  if (value === undefined) return true
  return (
    Array.isArray(value) && value.length > 0 && value.every(cid => typeof cid === 'string' && CID.test(cid))
  )
}

function claimErrors(claims: unknown): string[] {
  if (!isRecord(claims)) return ['claims must be an object']
  const errors = Object.keys(claims)
    .filter(name => RESERVED_CLAIMS.has(name))
    .map(name => `claims must not contain the reserved name ${name}`)
  if (!isJsonValue(claims)) errors.push('claims must contain only JSON values, at most 32 levels deep')
  return errors
}

function isJsonValue(value: unknown, depth = 0): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value)
    case 'object': {
      if (value === null) return true
      if (depth > 32) return false
      const prototype: unknown = Object.getPrototypeOf(value)
      if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return false
      const values: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
      return !Object.hasOwn(value, '__proto__') && values.every(inner => isJsonValue(inner, depth + 1))
    }
    default:
      return false
  }
}

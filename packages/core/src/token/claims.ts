import { isRecord } from '../primitives/is-record.js'

/** The characters and the length that Stream takes in a user id. */
const USER_ID = /^[\w@-]{1,255}$/

/** `type:id`, in visible ASCII. */
const CID = /^[!-9;-~]+:[!-~]+$/

/** Names in a token that no custom claim may bear: the JWT's own, Stream's own, and what pollutes prototypes. */
export const RESERVED_CLAIMS: ReadonlySet<string> = new Set([
  ...['user_id', 'server', 'iat', 'exp', 'nbf', 'iss', 'sub', 'aud', 'jti', 'scope'],
  ...['role', 'call_cids', 'channel_cids', 'resource', 'action', 'feed_id', '__proto__'],
])

/** What a user token may say beyond whose it is and when it counts. */
export interface TokenScope {
  /** The user's role in the calls that the token is for. */
  readonly role?: string | undefined
  /** Calls that the token is limited to, each `type:id`. */
  readonly callCids?: readonly string[] | undefined
  /** Channels that the token is limited to, each `type:id`. */
  readonly channelCids?: readonly string[] | undefined
  /** Custom claims: JSON values, none under a reserved name. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined
}

export function isUserId(value: unknown): value is string {
  return typeof value === 'string' && USER_ID.test(value)
}

export const USER_ID_RULE: string = 'a user id has 1 to 255 letters, digits, @, _ or -'

/** Names every rule that a scope breaks; never a value. */
export function scopeErrors(scope: { readonly [K in keyof TokenScope]: unknown }): string[] {
  const { role, callCids, channelCids, claims } = scope
  if (role === undefined && callCids === undefined && channelCids === undefined && claims === undefined)
    return []
  return [
    ...(role === undefined || (typeof role === 'string' && role.trim() !== '')
      ? []
      : ['role is a text that is not blank']),
    ...(areCids(callCids) ? [] : ['callCids lists at least one type:id']),
    ...(areCids(channelCids) ? [] : ['channelCids lists at least one type:id']),
    ...(claims === undefined ? [] : claimErrors(claims)),
  ]
}

/** A copy of a scope that breaks no rule: what its owner changes while a token waits is not in the token. */
export function copyScope({ role, callCids, channelCids, claims }: TokenScope): TokenScope {
  return {
    role,
    callCids: callCids && [...callCids],
    channelCids: channelCids && [...channelCids],
    claims: claims && JSON.parse(JSON.stringify(claims)),
  }
}

/** An empty list is refused: read as "no limit" it would open what it was meant to close. */
function areCids(value: unknown): boolean {
  if (value === undefined) return true
  return (
    Array.isArray(value) && value.length > 0 && value.every(cid => typeof cid === 'string' && CID.test(cid))
  )
}

function claimErrors(claims: unknown): string[] {
  if (!isRecord(claims)) return ['claims is an object']
  const faults = Object.keys(claims)
    .filter(name => RESERVED_CLAIMS.has(name))
    .map(name => `claims may not hold the reserved name ${name}`)
  if (!isJsonValue(claims)) faults.push('claims holds JSON values only, at most 32 levels deep')
  return faults
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

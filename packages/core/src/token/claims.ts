/** The characters and the length that Stream accepts in a user id. */
const USER_ID = /^[\w@-]{1,255}$/

/** What a missing id becomes when it is converted to a string. */
const MISSING: ReadonlySet<string> = new Set(['undefined', 'null', 'NaN', 'true', 'false', '[object Object]'])

/** Names that a custom claim must not have: the JWT's own, Stream's own, and `__proto__`. */
const RESERVED_CLAIMS: ReadonlySet<string> = new Set([
  ...['user_id', 'server', 'iat', 'exp', 'nbf', 'iss', 'sub', 'aud', 'jti', 'scope'],
  ...['role', 'call_cids', 'channel_cids', 'resource', 'action', 'feed_id', '__proto__'],
])

export const USER_ID_RULE: string = 'a user id has 1 to 255 letters, digits, @, _ or -'

export function isUserId(value: unknown): value is string {
  return typeof value === 'string' && USER_ID.test(value)
}

/** Returns the rule that an id breaks for which a token is to be minted; undefined if it breaks none. */
export function userIdError(id: unknown): string | undefined {
  if (typeof id !== 'string') return USER_ID_RULE
  if (MISSING.has(id)) return `"${id}" is what a missing id becomes in String(): check for nobody before`
  return USER_ID.test(id) ? undefined : USER_ID_RULE
}

/**
 * Returns the reserved name that a name equals when case does not count; undefined if there is none.
 *
 * Go's JSON reader, which Stream is thought to use, matches names without case: `Server` would be read as `server`.
 */
export function reservedName(name: string): string | undefined {
  if (RESERVED_CLAIMS.has(name)) return name
  // Both ways: the long s (U+017F) changes to S in upper case, the Kelvin sign (U+212A) to k in lower case.
  const folded = name.toUpperCase().toLowerCase()
  return RESERVED_CLAIMS.has(folded) ? folded : undefined
}

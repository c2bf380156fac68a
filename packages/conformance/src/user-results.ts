import { forbidden, TokenProviderError, unauthenticated } from '@stream-token/core'

/** Invalid results of `verifyUser`: neither a user nor a refusal. A request selects one by its name. */
export const INVALID_RESULTS: ReadonlyMap<string, () => unknown> = new Map<string, () => unknown>([
  ['empty string', () => ''],
  ['blank string', () => ' '],
  ['id with a space', () => 'a b'],
  ['id with a vertical bar', () => 'auth0|john'],
  ['id with a line feed', () => 'john\n'],
  ['non-ASCII id', () => 'jöhn'],
  ['id of 256 characters', () => 'x'.repeat(256)],
  ...['undefined', 'null', 'NaN', 'true', 'false', '[object Object]'].map((text): [string, () => unknown] => [
    `the text ${text}`,
    () => text,
  ]),
  ['true', () => true],
  ['0', () => 0],
  ['1', () => 1],
  ['NaN', () => Number.NaN],
  ['bigint', () => 1n],
  ['symbol', () => Symbol('john')],
  ['function', () => () => 'john'],
  ['empty array', () => []],
  ['array', () => ['john']],
  ['date', () => new Date(0)],
  ['map', () => new Map([['id', 'john']])],
  ['boxed string', () => Object('john')],
  ['bytes', () => new TextEncoder().encode('john')],
  ['empty object', () => ({})],
  ['user_id instead of id', () => ({ user_id: 'john' })],
  ['id as a number', () => ({ id: 1 })],
  ['id null', () => ({ id: null })],
  ['id as an array', () => ({ id: ['john'] })],
  ['id empty', () => ({ id: '' })],
  ['unknown member', () => ({ id: 'john', name: 'John' })],
  ['iat', () => ({ id: 'john', iat: 1 })],
  ['expiresAt', () => ({ id: 'john', expiresAt: 1_900_000_000 })],
  ['expiresIn 0', () => ({ id: 'john', expiresIn: 0 })],
  ['expiresIn -1', () => ({ id: 'john', expiresIn: -1 })],
  ['expiresIn 1.5', () => ({ id: 'john', expiresIn: 1.5 })],
  ['expiresIn NaN', () => ({ id: 'john', expiresIn: Number.NaN })],
  ['expiresIn Infinity', () => ({ id: 'john', expiresIn: Number.POSITIVE_INFINITY })],
  ['expiresIn as a string', () => ({ id: 'john', expiresIn: '60' })],
  ['expiresIn in milliseconds', () => ({ id: 'john', expiresIn: 1_800_000_000_000 })],
  ['signedInAt in milliseconds', () => ({ id: 'john', signedInAt: 1_700_000_000_000 })],
  ['signedInAt in the future', () => ({ id: 'john', signedInAt: 1_800_000_060 })],
  ['signedInAt as a number in a string', () => ({ id: 'john', signedInAt: '1700000000' })],
  ['signedInAt null', () => ({ id: 'john', signedInAt: null })],
  ['signedInAt as an invalid date', () => ({ id: 'john', signedInAt: new Date(Number.NaN) })],
  ['role empty', () => ({ id: 'john', role: '' })],
  ['role as an array', () => ({ id: 'john', role: ['admin'] })],
  ['callCids empty', () => ({ id: 'john', callCids: [] })],
  ['callCids without type', () => ({ id: 'john', callCids: ['room'] })],
  ['channelCids as a string', () => ({ id: 'john', channelCids: 'messaging:1' })],
  ['claims as a string', () => ({ id: 'john', claims: 'admin' })],
  ['claims as an array', () => ({ id: 'john', claims: [] })],
  ['claims with a function', () => ({ id: 'john', claims: { a: () => 1 } })],
  ['claims with __proto__', () => ({ id: 'john', claims: JSON.parse('{"__proto__":{"a":1}}') })],
  ...['user_id', 'server', 'iat', 'exp', 'nbf', 'iss', 'sub', 'aud', 'jti', 'scope', 'role'].map(
    (name): [string, () => unknown] => [
      `claims with ${name}`,
      () => ({ id: 'john', claims: { [name]: true } }),
    ],
  ),
])

/** A value that `verifyUser` throws, and the resulting refusal. */
export interface Throw {
  readonly thrown: () => unknown
  readonly reason: 'unauthenticated' | 'forbidden' | 'rate_limited' | 'overloaded' | 'verify_user_failed'
  readonly retryAfter?: string
}

/** An error as http-errors creates it: with `expose`, its status is the app's own verdict. */
const withStatus = (status: unknown, headers?: Readonly<Record<string, unknown>>): unknown =>
  Object.assign(new Error('canary'), { status, expose: true, ...(headers !== undefined && { headers }) })

/** The refusal of a service that the app has called, such as the 401 of an HTTP client. */
const ofService = (status: number, others: object = {}): Throw => ({
  thrown: () => Object.assign(new Error('canary'), { status, statusCode: status, ...others }),
  reason: 'verify_user_failed',
})

/** Values that `verifyUser` may throw. Every message contains the word canary, which no response may contain. */
export const THROWS: ReadonlyMap<string, Throw> = new Map<string, Throw>([
  ['an error', { thrown: () => new Error('canary'), reason: 'verify_user_failed' }],
  ['a string', { thrown: () => 'canary', reason: 'verify_user_failed' }],
  ['null', { thrown: () => null, reason: 'verify_user_failed' }],
  ['undefined', { thrown: () => undefined, reason: 'verify_user_failed' }],
  ['401', { thrown: () => withStatus(401), reason: 'unauthenticated' }],
  ['401 on a plain object', { thrown: () => ({ status: 401, expose: true }), reason: 'unauthenticated' }],
  ['403', { thrown: () => withStatus(403), reason: 'forbidden' }],
  ['429', { thrown: () => withStatus(429), reason: 'rate_limited', retryAfter: '1' }],
  ['429 with 7', retry(429, '7', '7')],
  ['429 with the number 7', retry(429, 7, '7')],
  ['429 with 3600', retry(429, '3600', '3600')],
  ['429 with 3601', retry(429, '3601', '1')],
  ['429 with 0', retry(429, '0', '1')],
  ['429 with -1', retry(429, '-1', '1')],
  ['429 with 1.5', retry(429, '1.5', '1')],
  ['429 with a date', retry(429, 'Wed, 21 Oct 2026 07:28:00 GMT', '1')],
  ['429 with an injected header', retry(429, '7\r\nx-canary: 1', '1')],
  ['503', { thrown: () => withStatus(503), reason: 'overloaded', retryAfter: '1' }],
  ['503 with 30', retry(503, '30', '30')],
  ['400', { thrown: () => withStatus(400), reason: 'verify_user_failed' }],
  ['404', { thrown: () => withStatus(404), reason: 'verify_user_failed' }],
  ['418', { thrown: () => withStatus(418), reason: 'verify_user_failed' }],
  ['500', { thrown: () => withStatus(500), reason: 'verify_user_failed' }],
  ['200', { thrown: () => withStatus(200), reason: 'verify_user_failed' }],
  ['the string 401', { thrown: () => withStatus('401'), reason: 'verify_user_failed' }],
  ...[401, 403, 429, 503].map((status): [string, Throw] => [`${status} without expose`, ofService(status)]),
  ['401 with expose: false', ofService(401, { expose: false })],
  ["401 with expose: 'true'", ofService(401, { expose: 'true' })],
  ['401 with a response', ofService(401, { response: { status: 401 }, code: 'ERR_BAD_REQUEST' })],
  ['a Web Response', { thrown: () => new Response('canary', { status: 401 }), reason: 'verify_user_failed' }],
  ['unauthenticated()', { thrown: unauthenticated, reason: 'unauthenticated' }],
  ['forbidden()', { thrown: forbidden, reason: 'forbidden' }],
  ['token_expired', { thrown: () => new TokenProviderError('token_expired'), reason: 'unauthenticated' }],
  [
    'config_invalid',
    { thrown: () => new TokenProviderError('config_invalid'), reason: 'verify_user_failed' },
  ],
])

function retry(status: 429 | 503, value: unknown, retryAfter: string): Throw {
  const reason = status === 429 ? 'rate_limited' : 'overloaded'
  return { thrown: () => withStatus(status, { 'Retry-After': value }), reason, retryAfter }
}

import type { Random } from './random.js'
import type { RawHeader, RawRequest } from './raw-request.js'
import { TEST_USER } from './test-user.js'
import { INVALID_RESULTS, THROWS } from './user-results.js'

const METHODS = [
  'POST',
  'POST',
  'POST',
  'POST',
  'POST',
  'POST',
  'GET',
  'OPTIONS',
  'PUT',
  'HEAD',
  'DELETE',
] as const

const TARGETS = [
  '{base}/token',
  '{base}/token',
  '{base}/token',
  '{base}/token',
  '{base}/token',
  '{base}/token?user_id=admin',
  'http://other.example{base}/token',
  '{base}/token/',
  '{base}/%74oken',
  '{own}/get-token',
  '{own}/access-token',
  '/guarded/user',
  '/guarded/server?access_token={valid}',
  '/guarded/anonymous',
  '/guarded/throw',
] as const

const HEADERS: readonly [RawHeader, ...RawHeader[]] = [
  ['Content-Type', 'application/json'],
  ['Content-Type', 'application/json; charset=utf-16'],
  ['Content-Type', 'text/plain'],
  ['Content-Encoding', 'gzip'],
  ['Accept', 'text/plain'],
  ['Accept', '*/*, text/plain;q=0'],
  ['Origin', 'https://evil.example'],
  ['Origin', 'null'],
  ['Origin', 'http://{host}'],
  ['Sec-Fetch-Site', 'same-origin'],
  ['Sec-Fetch-Site', 'cross-site'],
  ['Authorization', 'Bearer {valid}'],
  ['Authorization', 'Bearer {expired}'],
  ['Authorization', 'Bearer {foreign}'],
  ['Authorization', 'Basic am9objpqb2hu'],
  ['X-User-Id', 'admin'],
  ['Cookie', 'user_id=admin'],
  ['X-Forwarded-Host', 'evil.example'],
  ['x-middleware-subrequest', 'middleware'],
  ['Content-Length', '3'],
  ['Expect', '100-continue'],
]

const BODIES = [
  '{}',
  '{"user_id":"admin","role":"admin","exp":1}',
  '{"__proto__":{"user_id":"admin"}}',
  '[]',
  '{',
  '',
  'user_id=admin',
] as const

const names = (how: string, of: ReadonlyMap<string, unknown>): readonly string[] =>
  [...of.keys()].map(name => `${how}: ${name}`)

const MISBEHAVIOUR = [
  ...names('return', INVALID_RESULTS),
  ...names('resolve', INVALID_RESULTS),
  ...names('throw', THROWS),
  ...names('reject', THROWS),
]

/** Creates a request that combines parts which other cases send separately. */
export function hostileRequest(random: Random): RawRequest {
  const headers = Array.from({ length: random.below(5) }, () => random.of(HEADERS))
  const user = random.chance(0.6) ? 'john' : random.of(['nobody', ...MISBEHAVIOUR])
  const framing = random.of(['length', 'length', 'chunked', 'none'] as const)
  return {
    method: random.of(METHODS),
    target: random.of(TARGETS),
    headers: [[TEST_USER, user], ...headers],
    framing,
    ...(random.chance(0.7) && { body: body(random) }),
    ...(random.chance(0.1) && { afterwards: random.of(['half-close', 'reset'] as const) }),
  }
}

function body(random: Random): string | Uint8Array {
  if (random.chance(0.2)) return Uint8Array.from({ length: random.below(200) }, () => random.below(256))
  if (random.chance(0.1)) return `{"a":"${'x'.repeat(random.below(10_000))}"}`
  const text = random.of(BODIES)
  return random.chance(0.3) ? text.slice(0, random.below(text.length + 1)) : text
}

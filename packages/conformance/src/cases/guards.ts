import type { RawHeader } from '../raw-request.js'
import { type RouteCase, refusal } from '../route-case.js'

const at = (path: string, ...authorization: readonly string[]): RouteCase['request'] => ({
  method: 'GET',
  target: `/guarded/${path}`,
  headers: authorization.map((value): RawHeader => ['Authorization', value]),
})

const passes = (id: string, request: RouteCase['request'], kind = 'user'): RouteCase => ({
  id,
  request,
  expected: { kind: 'guarded', found: kind === 'user' ? { kind, userId: 'john' } : { kind } },
})

const REFUSED: readonly (readonly [
  id: string,
  authorization: string,
  reason: Parameters<typeof refusal>[2],
])[] = [
  ['an empty Authorization', '', 'token_missing'],
  ['the scheme alone', 'Bearer', 'token_missing'],
  ['another scheme', 'Basic am9objpqb2hu', 'token_missing'],
  ['a token without a scheme', '{valid}', 'token_missing'],
  ['a scheme that starts with Bearer', 'BearerX {valid}', 'token_missing'],
  ['an equals sign', 'Bearer={valid}', 'token_missing'],
  ['a tab after the scheme', 'Bearer\t{valid}', 'token_missing'],
  ['a token in quotes', 'Bearer "{valid}"', 'token_malformed'],
  ['two tokens', 'Bearer {valid} {valid}', 'token_malformed'],
  ['the scheme twice', 'Bearer Bearer {valid}', 'token_malformed'],
  ['two credentials, comma', 'Bearer {valid}, Bearer {valid}', 'token_ambiguous'],
  ['two schemes, comma', 'Bearer {valid}, Basic am9objpqb2hu', 'token_ambiguous'],
  ['two schemes, the other first', 'Basic am9objpqb2hu, Bearer {valid}', 'token_ambiguous'],
  ['a parameter', 'Bearer {valid}, realm=x', 'token_malformed'],
  ['text', 'Bearer john', 'token_malformed'],
  ['a non-ASCII letter', 'Bearer {valid}\u00e9', 'token_malformed'],
  ['a token of 9,000 characters', `Bearer ${'a'.repeat(9000)}`, 'token_malformed'],
  ['no signature', 'Bearer {unsigned}', 'token_signature_invalid'],
  ['the algorithm none', 'Bearer {none}', 'token_signature_invalid'],
  ['another secret', 'Bearer {foreign}', 'token_signature_invalid'],
  ['a dev token', 'Bearer {dev}', 'token_malformed'],
  ['an expired token', 'Bearer {expired}', 'token_expired'],
  ['a token that expires now', 'Bearer {expiring}', 'token_expired'],
  ['a token issued in the future', 'Bearer {future}', 'token_used_before_issued'],
  ['a token not yet valid', 'Bearer {early}', 'token_not_yet_valid'],
  ['a token without user or server', 'Bearer {nobody}', 'token_malformed'],
  ['a token for both user and server', 'Bearer {both}', 'token_malformed'],
]

/** The guards accept one credential in one header (RFC 6750). */
export const GUARD_CASES: readonly RouteCase[] = [
  passes('guard: Bearer', at('user', 'Bearer {valid}')),
  passes('guard: bearer', at('user', 'bearer {valid}')),
  passes('guard: BEARER', at('user', 'BEARER {valid}')),
  passes('guard: two spaces', at('user', 'Bearer  {valid}')),
  passes('guard: a token without iat and exp', at('user', 'Bearer {timeless}')),
  passes('guard: server', at('server', 'Bearer {server}'), 'server'),
  passes('guard: anonymous route with a token', at('anonymous', 'Bearer {valid}')),
  passes('guard: throwing route with a token', at('throw', 'Bearer {valid}')),
  passes('guard: anonymous route without a token', at('anonymous'), 'anonymous'),
  passes('guard: anonymous route with another scheme', at('anonymous', 'Basic am9objpqb2hu'), 'anonymous'),
  refusal('guard: no credential', at('user'), 'token_missing'),
  refusal('guard: no credential on a server route', at('server'), 'token_missing'),
  ...REFUSED.map(([id, value, reason]) => refusal(`guard: ${id}`, at('user', value), reason)),
  refusal('guard: a server token on a user route', at('user', 'Bearer {server}'), 'token_wrong_kind'),
  refusal('guard: a user token on a server route', at('server', 'Bearer {valid}'), 'token_wrong_kind'),
  refusal(
    'guard: an expired user token on a server route',
    at('server', 'Bearer {expired}'),
    'token_wrong_kind',
  ),
  refusal('guard: two headers', at('user', 'Bearer {valid}', 'Bearer {valid}'), 'token_ambiguous'),
  refusal(
    'guard: two headers, one of another scheme',
    at('user', 'Bearer {valid}', 'Basic x'),
    'token_ambiguous',
  ),
  refusal('guard: token in the query', at('user?access_token={valid}'), 'token_missing'),
  refusal(
    'guard: token in header and query',
    at('user?access_token={valid}', 'Bearer {valid}'),
    'token_ambiguous',
  ),
  refusal(
    'guard: token in another parameter',
    at('user?token={valid}&authorization={valid}'),
    'token_missing',
  ),
  refusal(
    'guard: token in a form',
    {
      method: 'GET',
      target: '/guarded/user',
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: 'access_token={valid}',
    },
    'token_missing',
  ),
  refusal(
    'guard: token in a cookie',
    { ...at('user'), headers: [['Cookie', 'token={valid}']] },
    'token_missing',
  ),
  refusal(
    'guard: token in other headers',
    {
      ...at('user'),
      headers: [
        ['Proxy-Authorization', 'Bearer {valid}'],
        ['X-Authorization', 'Bearer {valid}'],
      ],
    },
    'token_missing',
  ),
  refusal('guard: anonymous route, expired', at('anonymous', 'Bearer {expired}'), 'token_expired'),
  refusal(
    'guard: anonymous route, another secret',
    at('anonymous', 'Bearer {foreign}'),
    'token_signature_invalid',
  ),
  refusal('guard: anonymous route, two headers', at('anonymous', 'Basic x', 'Basic y'), 'token_ambiguous'),
  {
    id: 'guard: throwing route without a token',
    request: at('throw'),
    expected: { kind: 'thrown', reason: 'token_missing' },
  },
  {
    id: 'guard: throwing route, expired',
    request: at('throw', 'Bearer {expired}'),
    expected: { kind: 'thrown', reason: 'token_expired' },
  },
]

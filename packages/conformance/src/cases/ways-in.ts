import type { RawHeader } from '../raw-request.js'
import { type RouteCase, refusal } from '../route-case.js'
import { TEST_GUEST } from '../test-tokens.js'

const at = (path: string, authorization: string): RouteCase['request'] => ({
  method: 'GET',
  target: `/guarded/${path}`,
  headers: [['Authorization', authorization]],
})

const passes = (
  id: string,
  request: RouteCase['request'],
  found: Readonly<Record<string, unknown>>,
): RouteCase => ({ id, request, expected: { kind: 'guarded', found } })

/** As Stream's own clients without a token send requests. */
const anonymously = (path: string, ...authorization: readonly string[]): RouteCase['request'] => ({
  method: 'GET',
  target: `/guarded/${path}`,
  headers: [
    ['stream-auth-type', 'anonymous'],
    ...authorization.map((value): RawHeader => ['Authorization', value]),
  ],
})

/** No way in leads to another: guests, anonymous clients, developer tokens, the app's servers, users. */
export const WAY_IN_CASES: readonly RouteCase[] = [
  passes('guard: the token of a guest', at('user', 'Bearer {guest}'), { kind: 'user', userId: TEST_GUEST }),
  refusal(
    'guard: the token of a guest on a server route',
    at('server', 'Bearer {guest}'),
    'token_wrong_kind',
  ),
  passes('guard: anonymous client, anonymous route', anonymously('anonymous'), { kind: 'anonymous' }),
  passes('guard: anonymous client with an empty Authorization', anonymously('anonymous', ''), {
    kind: 'anonymous',
  }),
  passes('guard: anonymous client with a valid token', anonymously('user', 'Bearer {valid}'), {
    kind: 'user',
    userId: 'john',
  }),
  refusal('guard: anonymous client', anonymously('user'), 'token_missing'),
  refusal('guard: anonymous client on a server route', anonymously('server'), 'token_missing'),
  refusal(
    'guard: anonymous client with an expired token',
    anonymously('anonymous', 'Bearer {expired}'),
    'token_expired',
  ),
  {
    id: 'guard: anonymous client on a throwing route',
    request: anonymously('throw'),
    expected: { kind: 'thrown', reason: 'token_missing' },
  },
  ...['dev', 'devPadded', 'devServer'].flatMap(token =>
    ['user', 'server', 'anonymous'].map(path =>
      refusal(
        `guard: the token ${token} on the route ${path}`,
        at(path, `Bearer {${token}}`),
        'token_malformed',
      ),
    ),
  ),
  {
    id: 'guard: a dev token on a throwing route',
    request: at('throw', 'Bearer {dev}'),
    expected: { kind: 'thrown', reason: 'token_malformed' },
  },
  refusal(
    'guard: a server token on an anonymous route',
    at('anonymous', 'Bearer {server}'),
    'token_wrong_kind',
  ),
  ...['user', 'server', 'anonymous'].flatMap(path =>
    ['serverUser', 'serverText'].map(token =>
      refusal(
        `guard: the token ${token} on the route ${path}`,
        at(path, `Bearer {${token}}`),
        'token_malformed',
      ),
    ),
  ),
]

import type { RawHeader } from '../raw-request.js'
import { type RouteCase, refusal, success } from '../route-case.js'

const NAMES = [
  'user_id',
  'userId',
  'id',
  'user',
  'username',
  'uid',
  'sub',
  'email',
  'stream_user_id',
] as const

const CLAIMS = [
  'role',
  'iat',
  'exp',
  'expiresIn',
  'server',
  'call_cids',
  'channel_cids',
  'claims',
  'iss',
] as const

const HEADERS: readonly RawHeader[] = [
  ['X-User-Id', 'admin'],
  ['X-User', 'admin'],
  ['X-Stream-User-Id', 'admin'],
  ['X-Forwarded-User', 'admin'],
  ['X-Auth-Request-User', 'admin'],
  ['X-Remote-User', 'admin'],
  ['Remote-User', 'admin'],
  ['X-WEBAUTH-USER', 'admin'],
  ['From', 'admin@app.example'],
  ['Stream-Auth-Type', 'anonymous'],
  ['Authorization', 'Basic YWRtaW46YWRtaW4='],
  ['Authorization', 'Bearer {admin}'],
  ['Authorization', 'Bearer {server}'],
  ['Authorization', '{admin}'],
  ['Cookie', 'user_id=admin'],
  ['Cookie', 'userId=admin; user=admin; token={admin}'],
]

const json = (value: unknown): RouteCase['request'] => ({
  headers: [['Content-Type', 'application/json']],
  body: JSON.stringify(value),
})

/** The ways in which a request can name a user, a claim or a lifetime. */
const WAYS: readonly (readonly [id: string, request: RouteCase['request']])[] = [
  ...NAMES.map((name): [string, RouteCase['request']] => [`${name} in the body`, json({ [name]: 'admin' })]),
  ...CLAIMS.map((name): [string, RouteCase['request']] => [`${name} in the body`, json({ [name]: 1 })]),
  ['a user in the body', json({ user: { id: 'admin', role: 'admin' } })],
  ['a list of ids in the body', json({ user_id: ['admin'] })],
  ['an identity in the body', json({ id: 'admin', expiresIn: null, claims: { a: 1 } })],
  ['a token in the body', json({ token: 'x', access_token: 'x' })],
  ...NAMES.map((name): [string, RouteCase['request']] => [
    `${name} in the query`,
    { target: `{base}/token?${name}=admin` },
  ]),
  ['a list of ids in the query', { target: '{base}/token?user_id[]=admin&user_id[]=john' }],
  ['a token in the query', { target: '{base}/token?access_token={admin}&token={admin}' }],
  ...HEADERS.map(([name, value]): [string, RouteCase['request']] => [
    `${name}: ${value}`,
    { headers: [[name, value]] },
  ]),
]

/** The identity comes only from the result of `verifyUser`; nothing else in a request can change or create it. */
export const IDENTITY_CASES: readonly RouteCase[] = [
  ...WAYS.map(([id, request]) => success(`john with ${id}`, request)),
  ...WAYS.map(([id, request]) =>
    refusal(`nobody with ${id}`, request, 'unauthenticated', { user: 'nobody' }),
  ),
  {
    ...success('another user', {}, { user: 'jane_2@app-1' }),
    expected: { kind: 'token', userId: 'jane_2@app-1' },
  },
  refusal('verifyUser returns undefined', {}, 'unauthenticated', { user: 'nobody: undefined' }),
  refusal('verifyUser returns false', {}, 'unauthenticated', { user: 'nobody: false' }),
]

import { LISTED_ORIGIN } from '../app-settings.js'
import type { RawHeader, RawRequest } from '../raw-request.js'
import { type RouteCase, refusal, success } from '../route-case.js'

const METHODS = 'GET, POST, OPTIONS'

const get = (path: string, ...headers: readonly RawHeader[]): RawRequest => ({
  method: 'GET',
  target: `{own}/${path}`,
  headers,
})

const post = (path: string, ...headers: readonly RawHeader[]): RawRequest => ({
  target: `{own}/${path}`,
  headers,
})

const notAllowed = (method: string): RouteCase => ({
  id: method,
  request: { method, target: '{own}/get-token' },
  expected: { kind: 'problem', reason: 'method_not_allowed', allow: METHODS },
})

const shaped = (id: string, request: RawRequest, json: unknown): RouteCase => ({
  id,
  request,
  expected: { kind: 'token', json },
})

const SHAPE = { success: true, data: { accessToken: '{token}', userId: 'john' } }
const JSON_TYPE: RawHeader = ['Content-Type', 'application/json']
const SITE: RawHeader = ['Sec-Fetch-Site', 'cross-site']
const LISTED: RawHeader = ['Origin', LISTED_ORIGIN]
const open = { setting: 'origins', openTo: LISTED_ORIGIN } as const

const preflight = (origin: string): RawRequest => ({
  method: 'OPTIONS',
  target: '{own}/get-token',
  headers: [
    ['Origin', origin],
    ['Access-Control-Request-Method', 'GET'],
  ],
})

const CASES: readonly RouteCase[] = [
  success('GET', get('get-token')),
  success('POST', post('get-token')),
  success('GET with a query', get('get-token?user_id=admin&token={admin}')),
  refusal('GET, nobody signed in', get('get-token'), 'unauthenticated', { user: 'nobody' }),
  refusal('POST, nobody signed in', post('get-token'), 'unauthenticated', { user: 'nobody' }),
  refusal('GET, a user who is refused', get('get-token'), 'forbidden', { user: 'throw: forbidden()' }),
  refusal('GET, verifyUser throws', get('get-token'), 'verify_user_failed', { user: 'throw: an error' }),
  refusal('GET of a blocked user', get('get-token'), 'user_blocked', { user: 'blocked' }),
  {
    id: 'the body of a POST reaches verifyUser',
    user: 'body',
    request: { ...post('get-token', JSON_TYPE), body: '{"a":1}' },
    expected: { kind: 'token', claims: { body: { a: 1 } } },
  },
  {
    id: 'GET has an empty body',
    user: 'body',
    request: get('get-token'),
    expected: { kind: 'token', claims: { body: {} } },
  },
  refusal(
    'POST of text',
    { ...post('get-token', ['Content-Type', 'text/plain']), body: '{}' },
    'unsupported_media_type',
  ),
  refusal('POST of a list', { ...post('get-token', JSON_TYPE), body: '[]' }, 'body_invalid'),
  refusal('the rate limiter refuses a GET', get('get-token'), 'rate_limited', {
    setting: 'rate limited',
    expected: { kind: 'problem', reason: 'rate_limited', retryAfter: '2' },
  }),
  {
    ...success('GET that accepts text', get('get-token', ['Accept', 'text/plain'])),
    expected: { kind: 'token', text: true },
  },
  ...['HEAD', 'PUT', 'PATCH', 'DELETE'].map(notAllowed),
  {
    id: 'OPTIONS',
    request: { method: 'OPTIONS', target: '{own}/get-token' },
    expected: { kind: 'allow', allow: METHODS },
  },
  shaped('responseBody, GET', get('access-token'), SHAPE),
  shaped('responseBody, POST', post('access-token'), SHAPE),
  shaped('responseBody, GET that accepts text', get('access-token', ['Accept', 'text/plain']), SHAPE),
  shaped('an async responseBody', get('late-token'), { accessToken: '{token}' }),
  refusal('responseBody, nobody signed in', get('access-token'), 'unauthenticated', { user: 'nobody' }),
  refusal('responseBody throws', get('broken-token'), 'internal_error'),
  refusal('responseBody returns undefined', get('no-token'), 'internal_error'),
  success('GET from a page of this host', get('get-token', ['Origin', 'http://{host}'])),
  success('GET that a person has entered', get('get-token', ['Sec-Fetch-Site', 'none'])),
  refusal('GET from another site', get('get-token', SITE), 'origin_forbidden'),
  refusal('POST from another site', post('get-token', SITE), 'origin_forbidden'),
  refusal('GET, Origin of another site', get('get-token', LISTED), 'origin_forbidden'),
  success('GET, listed Origin', get('get-token', LISTED, SITE), open),
  success('POST, listed Origin', post('get-token', LISTED, SITE), open),
  refusal('GET, listed Origin, nobody signed in', get('get-token', LISTED), 'unauthenticated', {
    ...open,
    user: 'nobody',
  }),
  {
    ...open,
    id: 'preflight, listed',
    request: preflight(LISTED_ORIGIN),
    expected: { kind: 'preflight', methods: METHODS },
  },
  refusal('preflight, not listed', preflight('https://evil.example'), 'origin_forbidden', {
    setting: 'origins',
  }),
]

/** The token route at a path of the app's own: GET and POST, with the same rules as the token route. */
export const TOKEN_HANDLER_CASES: readonly RouteCase[] = CASES.map(one => ({
  ...one,
  id: `token handler: ${one.id}`,
}))

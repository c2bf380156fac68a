import { LISTED_ORIGIN } from '../app-settings.js'
import { GUEST_NAMES, REFUSED_NAME } from '../guest-names.js'
import type { RawHeader, RawRequest } from '../raw-request.js'
import { type RouteCase, refusal, success } from '../route-case.js'
import { TEST_GUEST } from '../test-tokens.js'

const JSON_TYPE: RawHeader = ['Content-Type', 'application/json']
const SITE: RawHeader = ['Sec-Fetch-Site', 'cross-site']
const LISTED: RawHeader = ['Origin', LISTED_ORIGIN]
const guests = { setting: 'guests', user: 'nobody' } as const

const at = (...headers: readonly RawHeader[]): RawRequest => ({ target: '{base}/guest', headers })

const json = (body: unknown, ...headers: readonly RawHeader[]): RawRequest => ({
  ...at(JSON_TYPE, ...headers),
  body: JSON.stringify(body),
})

const guest = (id: string, request: RawRequest, others: Partial<RouteCase> = {}): RouteCase => ({
  id,
  request,
  expected: { kind: 'guest' },
  ...guests,
  ...others,
})

const badName = (id: string, name: unknown, detail: string): RouteCase => ({
  ...refusal(`a name that is ${id}`, json({ name }), 'body_invalid', guests),
  expected: { kind: 'problem', reason: 'body_invalid', detail },
})

const NOT_PRINTABLE = 'name must not contain control characters, line breaks or direction overrides.'

const notAllowed = (method: string): RouteCase => ({
  ...guests,
  id: method,
  request: { method, target: '{base}/guest' },
  expected: { kind: 'problem', reason: 'method_not_allowed', allow: 'POST, OPTIONS' },
})

/** Who sends the request makes no difference: a signed-in user, another user's token, or the app's own server. */
const SENDERS: readonly RouteCase[] = [
  guest('john is signed in', at(), { user: 'john' }),
  guest('verifyUser throws', at(), { user: 'throw: an error' }),
  guest('verifyUser would hang', at(), { user: 'hang' }),
  guest('with the token of a user', at(['Authorization', 'Bearer {admin}'])),
  guest('with a server token', at(['Authorization', 'Bearer {server}'])),
  guest('with a dev token', at(['Authorization', 'Bearer {dev}'])),
  guest('as an anonymous client of Stream', at(['stream-auth-type', 'anonymous'])),
]

const CASES: readonly RouteCase[] = [
  guest('without a body', at()),
  guest('an empty object', json({})),
  ...GUEST_NAMES.map(name => guest(`the name ${name}`, json({ name }))),
  guest('a query with an id', { target: '{base}/guest?id=john&user_id=admin' }),
  guest('a body with the id of a user', json({ id: 'john', user_id: 'john', userId: 'john', name: 'Ann' })),
  guest('a body as Stream has it', json({ user: { id: 'john', role: 'admin' } })),
  guest('a body with claims', json({ role: 'admin', server: true, exp: 1, expiresIn: 9, claims: { a: 1 } })),
  guest('text', at(['Accept', 'text/plain']), { expected: { kind: 'guest', text: true } }),
  ...SENDERS,
  badName('a number', 5, 'name must be a string.'),
  badName('null', null, 'name must be a string.'),
  badName('an object', { id: 'john' }, 'name must be a string.'),
  badName('empty', '', 'name must not be blank: leave it out.'),
  badName('blank', ' \t', 'name must not be blank: leave it out.'),
  badName('too long', 'x'.repeat(101), 'name must have at most 100 characters.'),
  badName('two lines', 'a\nb', NOT_PRINTABLE),
  badName('right to left', '\u202enimda', NOT_PRINTABLE),
  refusal('a list', { ...at(JSON_TYPE), body: '[]' }, 'body_invalid', guests),
  refusal('a text', { ...at(['Content-Type', 'text/plain']), body: '{}' }, 'unsupported_media_type', guests),
  refusal('a body of 5,000 bytes', json({ name: 'x'.repeat(5000) }), 'body_too_large', guests),
  refusal('whom Stream refuses', json({ name: REFUSED_NAME }), 'stream_api_failed', guests),
  ...['GET', 'HEAD'].map(notAllowed),
  refusal('from another site', at(SITE), 'origin_forbidden', guests),
  refusal('from an opaque origin', at(['Origin', 'null']), 'origin_forbidden', guests),
  guest('from a listed origin', at(LISTED, SITE), { openTo: LISTED_ORIGIN }),
  refusal(
    'from a listed origin, whom Stream refuses',
    json({ name: REFUSED_NAME }, LISTED),
    'stream_api_failed',
    {
      ...guests,
      openTo: LISTED_ORIGIN,
    },
  ),
  {
    ...guests,
    id: 'preflight',
    request: { ...at(LISTED, ['Access-Control-Request-Method', 'POST']), method: 'OPTIONS' },
    expected: { kind: 'preflight' },
    openTo: LISTED_ORIGIN,
  },
  {
    id: 'the rate limiter refuses the request',
    setting: 'rate limited',
    request: at(),
    expected: { kind: 'problem', reason: 'rate_limited', retryAfter: '2' },
  },
  refusal('is not a user: the token route', {}, 'identity_invalid', { ...guests, user: TEST_GUEST }),
  refusal('is not a user: a token handler', { target: '{own}/get-token' }, 'identity_invalid', {
    ...guests,
    user: TEST_GUEST,
  }),
  refusal('is not a user: a log-out', { target: '{own}/log-out' }, 'identity_invalid', {
    ...guests,
    user: TEST_GUEST,
  }),
  success(
    'the id is free without guests',
    {},
    {
      user: TEST_GUEST,
      expected: { kind: 'token', userId: TEST_GUEST },
    },
  ),
]

/** Anybody can become a new guest, and nobody else: no request chooses the id, the role or a claim. */
export const GUEST_CASES: readonly RouteCase[] = CASES.map(one => ({ ...one, id: `guest: ${one.id}` }))

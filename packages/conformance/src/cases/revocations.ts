import { NOW } from '../now.js'
import type { RawHeader, RawRequest } from '../raw-request.js'
import { passedOn, type RouteCase, refusal, success } from '../route-case.js'

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

const revoke = (body: unknown, ...headers: readonly RawHeader[]): RawRequest => ({
  target: '{base}/revocations',
  headers: [['Content-Type', 'application/json'], ...headers],
  body: JSON.stringify(body),
})

const read = (user: string): RawRequest => ({ method: 'GET', target: `{base}/revocations/${user}` })

const withToken = (token: string): RawRequest => ({
  method: 'GET',
  target: '/guarded/user',
  headers: [['Authorization', `Bearer {${token}}`]],
})

const setting = { setting: 'revocations' } as const

const done = (id: string, request: RawRequest, body: unknown): RouteCase => ({
  id: `revocations: ${id}`,
  ...setting,
  request,
  expected: { kind: 'json', body },
})

const refused = (id: string, request: RawRequest, reason: Parameters<typeof refusal>[2]): RouteCase =>
  refusal(`revocations: ${id}`, request, reason, setting)

const stored = { stored: true, propagated: 'off' }
const stateOf = (userId: string, state: Readonly<Record<string, string>>): unknown => ({
  userId,
  before: null,
  blockedUntil: null,
  appBefore: null,
  ...state,
})

const signedIn = (when: string): RouteCase =>
  success(
    `a sign-in ${when} the cutoff of its user`,
    {},
    { user: `revoked, signed in ${when}`, expected: { kind: 'token', userId: 'revoked' } },
  )

/** A cutoff of now is `clockSkew` (0.2 s) ahead of the revocation, so a sign-in of its second is still newer. */
const SIGN_INS: readonly RouteCase[] = [
  refusal('a sign-in 201 ms before the cutoff of its user', {}, 'reauthentication_required', {
    user: 'revoked, signed in 201 ms before',
  }),
  signedIn('200 ms before'),
  signedIn('after'),
  refusal('a sign-in before the cutoff, as a date', {}, 'reauthentication_required', {
    user: 'revoked, signed in a minute before',
  }),
  success(
    'a sign-in before the cutoff of another user',
    {},
    { user: 'john, signed in a minute before', expected: { kind: 'token', userId: 'john' } },
  ),
]

/** Cutoffs and blocks in force, at the endpoint and at a guard. Tokens issued before a cutoff are revoked. */
const IN_FORCE: readonly RouteCase[] = [
  success(
    'a user with a cutoff a minute ago',
    {},
    { user: 'revoked', expected: { kind: 'token', userId: 'revoked' } },
  ),
  refusal('a user with a cutoff in a minute', {}, 'revocation_in_force', { user: 'revoked-ahead' }),
  refusal('a blocked user', {}, 'user_blocked', { user: 'blocked' }),
  success(
    'a user whose block ends now',
    {},
    {
      user: 'blocked-until-now',
      expected: { kind: 'token', userId: 'blocked-until-now' },
    },
  ),
  success(
    'a user whose revocation and block were undone',
    {},
    { user: 'undone', expected: { kind: 'token', userId: 'undone' } },
  ),
  ...SIGN_INS,
  refusal('a user whose state the store cannot read', {}, 'revocation_state_unknown', { user: 'unknown' }),
  refusal('guard: a token issued before the cutoff', withToken('revoked'), 'token_revoked'),
  refusal(
    'guard: a token without iat and exp for a user with a cutoff',
    withToken('revokedTimeless'),
    'token_revoked',
  ),
  refusal('guard: a token of a blocked user', withToken('blocked'), 'token_revoked'),
  refusal(
    'guard: a token of a user whose state the store cannot read',
    withToken('unknowable'),
    'revocation_state_unknown',
  ),
  {
    id: 'guard: a token issued at the cutoff',
    request: withToken('renewed'),
    expected: { kind: 'guarded', found: { kind: 'user', userId: 'revoked' } },
  },
  {
    id: 'guard: a token of a user whose revocation and block were undone',
    request: withToken('undone'),
    expected: { kind: 'guarded', found: { kind: 'user', userId: 'undone' } },
  },
  {
    id: 'guard: a token of a user whose block ends now',
    request: withToken('unblocked'),
    expected: { kind: 'guarded', found: { kind: 'user', userId: 'blocked-until-now' } },
  },
]

/** The revocation routes, and the effect of cutoffs and blocks on users and their tokens. */
export const REVOCATION_CASES: readonly RouteCase[] = [
  ...IN_FORCE,
  passedOn('revocations: POST without authorizeRevocation', revoke({ userIds: ['john'] })),
  passedOn('revocations: GET without authorizeRevocation', read('john')),
  done('revoke now', revoke({ userIds: ['john'] }), {
    before: iso(NOW + 0.2),
    users: [{ userId: 'john', ...stored }],
  }),
  done('revoke two users by date', revoke({ userIds: ['john', 'jane'], before: iso(NOW - 60) }), {
    before: iso(NOW - 60),
    users: [
      { userId: 'john', ...stored },
      { userId: 'jane', ...stored },
    ],
  }),
  done('revoke the app by date', revoke({ app: true, before: iso(NOW - 60) }), {
    before: iso(NOW - 60),
    app: stored,
  }),
  done('undo', revoke({ userIds: ['john'], undo: true }), {
    before: null,
    users: [{ userId: 'john', ...stored }],
  }),
  done(
    'revoke by a date before the cutoff in force',
    revoke({ userIds: ['revoked'], before: iso(NOW - 120) }),
    { before: iso(NOW - 60), users: [{ userId: 'revoked', ...stored }] },
  ),
  done('read a user', read('revoked'), stateOf('revoked', { before: iso(NOW - 60) })),
  done('read a user without revocation', read('john'), stateOf('john', {})),
  done('read a user whose revocation and block were undone', read('undone'), stateOf('undone', {})),
  done('read a user whose block has ended', read('blocked-until-now'), stateOf('blocked-until-now', {})),
  refused('read a user whose state the store cannot read', read('unknown'), 'revocation_state_unknown'),
  refused('read an invalid id', read('a%20b'), 'revocation_invalid'),
  refused('revoke nothing', revoke({}), 'revocation_invalid'),
  refused('revoke * as a user id', revoke({ userIds: ['*'] }), 'revocation_invalid'),
  refused('revoke users and the app', revoke({ userIds: ['john'], app: true }), 'revocation_invalid'),
  refused('revoke with null as date', revoke({ userIds: ['john'], before: null }), 'revocation_invalid'),
  refused(
    'revoke with a date in the future',
    revoke({ userIds: ['john'], before: iso(NOW + 86_400) }),
    'date_in_future',
  ),
  refused('revoke a user that the app forbids', revoke({ userIds: ['forbidden'] }), 'revocation_forbidden'),
  refused('read a user that the app forbids', read('forbidden'), 'revocation_forbidden'),
  refused('revoke when nobody is signed in', revoke({ userIds: ['signed-out'] }), 'unauthenticated'),
  refused(
    'revoke from another site',
    revoke({ userIds: ['john'] }, ['Sec-Fetch-Site', 'cross-site']),
    'origin_forbidden',
  ),
  refused(
    'revoke with text/plain',
    { ...revoke({}), headers: [['Content-Type', 'text/plain']] },
    'unsupported_media_type',
  ),
  {
    id: 'revocations: GET',
    ...setting,
    request: { method: 'GET', target: '{base}/revocations' },
    expected: { kind: 'problem', reason: 'method_not_allowed', allow: 'POST, OPTIONS' },
  },
  {
    id: 'revocations: POST to a user',
    ...setting,
    request: { target: '{base}/revocations/john' },
    expected: { kind: 'problem', reason: 'method_not_allowed', allow: 'GET, OPTIONS' },
  },
]

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

const bearing = (token: string): RawRequest => ({
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

/** What is in force, at the endpoint and at a guard. */
const IN_FORCE: readonly RouteCase[] = [
  success(
    'a user who was revoked a minute ago',
    {},
    { user: 'revoked', expected: { kind: 'token', userId: 'revoked' } },
  ),
  refusal('a user who is revoked a minute ahead', {}, 'revocation_in_force', { user: 'revoked-ahead' }),
  refusal('a user who is blocked', {}, 'user_blocked', { user: 'blocked' }),
  success(
    'a user who was blocked until now',
    {},
    {
      user: 'blocked-until-now',
      expected: { kind: 'token', userId: 'blocked-until-now' },
    },
  ),
  refusal('a user whom the store does not know of', {}, 'revocation_state_unknown', { user: 'unknown' }),
  refusal('guard: a token of before the cutoff', bearing('revoked'), 'token_revoked'),
  refusal('guard: a token without times under a cutoff', bearing('revokedTimeless'), 'token_revoked'),
  refusal('guard: a token of a user who is blocked', bearing('blocked'), 'token_revoked'),
  refusal(
    'guard: a token of a user whom the store does not know of',
    bearing('unknowable'),
    'revocation_state_unknown',
  ),
  {
    id: 'guard: a token of the very cutoff',
    request: bearing('renewed'),
    expected: { kind: 'guarded', found: { kind: 'user', userId: 'revoked' } },
  },
  {
    id: 'guard: a token of a user who was blocked until now',
    request: bearing('unblocked'),
    expected: { kind: 'guarded', found: { kind: 'user', userId: 'blocked-until-now' } },
  },
]

/** The routes of revocation, and what is in force for users and their tokens. */
export const REVOCATION_CASES: readonly RouteCase[] = [
  ...IN_FORCE,
  passedOn('revocations: where nobody may', revoke({ userIds: ['john'] })),
  passedOn('revocations: a look where nobody may', read('john')),
  done('of now', revoke({ userIds: ['john'] }), {
    before: iso(NOW + 1),
    users: [{ userId: 'john', ...stored }],
  }),
  done('of two users by date', revoke({ userIds: ['john', 'jane'], before: iso(NOW - 60) }), {
    before: iso(NOW - 60),
    users: [
      { userId: 'john', ...stored },
      { userId: 'jane', ...stored },
    ],
  }),
  done('of the app by date', revoke({ app: true, before: iso(NOW - 60) }), {
    before: iso(NOW - 60),
    app: stored,
  }),
  done('undone', revoke({ userIds: ['john'], undo: true }), {
    before: null,
    users: [{ userId: 'john', ...stored }],
  }),
  done('a look', read('revoked'), stateOf('revoked', { before: iso(NOW - 60) })),
  done('a look at nothing', read('john'), stateOf('john', {})),
  done('a look at what is over', read('blocked-until-now'), stateOf('blocked-until-now', {})),
  refused('a look at what the store does not know', read('unknown'), 'revocation_state_unknown'),
  refused('a look at no id', read('a%20b'), 'revocation_invalid'),
  refused('of nobody', revoke({}), 'revocation_invalid'),
  refused('of everybody by star', revoke({ userIds: ['*'] }), 'revocation_invalid'),
  refused('of users and the app', revoke({ userIds: ['john'], app: true }), 'revocation_invalid'),
  refused('with null', revoke({ userIds: ['john'], before: null }), 'revocation_invalid'),
  refused('of tomorrow', revoke({ userIds: ['john'], before: iso(NOW + 86_400) }), 'date_in_future'),
  refused('that the app forbids', revoke({ userIds: ['forbidden'] }), 'revocation_forbidden'),
  refused('a look that the app forbids', read('forbidden'), 'revocation_forbidden'),
  refused('by nobody', revoke({ userIds: ['signed-out'] }), 'unauthenticated'),
  refused(
    'from another site',
    revoke({ userIds: ['john'] }, ['Sec-Fetch-Site', 'cross-site']),
    'origin_forbidden',
  ),
  refused(
    'as a form',
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

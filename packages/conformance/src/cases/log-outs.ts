import { LISTED_ORIGIN } from '../app-settings.js'
import { TEST_SESSION } from '../log-out-route.js'
import type { RawHeader } from '../raw-request.js'
import { type RouteCase, refusal } from '../route-case.js'

type Reason = Parameters<typeof refusal>[2]

const request = (...headers: readonly RawHeader[]): RouteCase['request'] => ({
  target: '{own}/log-out',
  headers,
})

const FAILS: RawHeader = [TEST_SESSION, 'fails']

const loggedOut = (id: string, others: Partial<RouteCase> = {}): RouteCase => ({
  id: `log-out: ${id}`,
  request: request(),
  expected: { kind: 'logged out' },
  ...others,
})

const refused = (id: string, reason: Reason, others: Partial<RouteCase> = {}): RouteCase =>
  refusal(`log-out: ${id}`, request(), reason, others)

/** The session fails to end: the response shows whether its end was tried before the refusal. */
const failing = (id: string, reason: Reason, others: Partial<RouteCase> = {}): RouteCase =>
  refused(`${id}, and the session cannot end`, reason, { request: request(FAILS), ...others })

/** Who is nobody for a log-out: there is nothing to revoke, and the app's handler runs. */
const NOBODY = ['nobody', 'nobody: undefined', 'nobody: false', 'throw: 401', 'reject: unauthenticated()']

const FORBIDDEN = ['throw: 403', 'reject: forbidden()']

/** What is wrong with `verifyUser` itself: nothing is ended, so that the log-out can be repeated. */
const BROKEN: readonly (readonly [user: string, reason: Reason, retryAfter?: string])[] = [
  ['throw: an error', 'verify_user_failed'],
  ['throw: 401 without expose', 'verify_user_failed'],
  ['throw: 429 with 7', 'rate_limited', '7'],
  ['throw: 503 with 30', 'overloaded', '30'],
  ['return: true', 'identity_invalid'],
]

const ORIGINS: readonly (readonly RawHeader[])[] = [
  [['Sec-Fetch-Site', 'cross-site']],
  [['Sec-Fetch-Site', 'same-site']],
  [['Origin', 'https://evil.example']],
  [['Origin', 'null']],
]

/** `revokeOnLogout`: the origin, the user, the end of the session, the revocation, then the app's own handler. */
export const LOG_OUT_CASES: readonly RouteCase[] = [
  loggedOut('a user'),
  loggedOut('a user who is blocked', { user: 'blocked' }),
  loggedOut('from the same origin', { request: request(['Sec-Fetch-Site', 'same-origin']) }),
  failing('a user', 'overloaded'),
  refused('a user whose revocation cannot be stored', 'revocation_not_stored', { user: 'unknown' }),
  failing('a user whose revocation cannot be stored', 'overloaded', { user: 'unknown' }),
  ...NOBODY.map(user => loggedOut(`nobody, ${user}`, { user })),
  failing('nobody', 'overloaded', { user: 'nobody' }),
  ...FORBIDDEN.map(user => refused(user, 'forbidden', { user })),
  ...FORBIDDEN.map(user => failing(user, 'overloaded', { user })),
  ...BROKEN.map(([user, reason, retryAfter]) => ({
    ...failing(user, reason, { user }),
    expected: { kind: 'problem', reason, ...(retryAfter !== undefined && { retryAfter }) } as const,
  })),
  ...ORIGINS.map(headers =>
    refused(`${headers.flat().join(': ')}`, 'origin_forbidden', { request: request(FAILS, ...headers) }),
  ),
  refused('a forbidden user from a listed origin', 'forbidden', {
    setting: 'origins',
    user: 'throw: 403',
    request: request(['Origin', LISTED_ORIGIN], ['Sec-Fetch-Site', 'cross-site']),
    openTo: LISTED_ORIGIN,
  }),
  {
    id: 'log-out: verifyUser throws, with forwarded errors',
    setting: 'forwarded errors',
    user: 'throw: an error',
    request: request(),
    expected: { kind: 'thrown', reason: 'verify_user_failed' },
  },
]

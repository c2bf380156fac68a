import { type RouteCase, refusal } from '../route-case.js'
import { INVALID_RESULTS, THROWS } from '../user-results.js'

const granted = (
  user: string,
  expected: Omit<Extract<RouteCase['expected'], { kind: 'token' }>, 'kind'>,
  setting: RouteCase['setting'] = 'standard',
): RouteCase => ({
  id: `user ${user}, ${setting}`,
  user,
  setting,
  request: {},
  expected: { kind: 'token', ...expected },
})

const thrown = (how: 'throw' | 'reject'): readonly RouteCase[] =>
  [...THROWS].map(([name, { reason, retryAfter }]) => ({
    id: `verifyUser ${how === 'throw' ? 'throws' : 'rejects with'} ${name}`,
    user: `${how}: ${name}`,
    request: {},
    expected: { kind: 'problem', reason, ...(retryAfter !== undefined && { retryAfter }) },
  }))

/** Results and errors of `verifyUser`, and a call that never ends. */
export const USER_CASES: readonly RouteCase[] = [
  granted('expires in a minute', { expiresIn: 60 }),
  granted('expires in a week', { expiresIn: 86_400 }),
  granted('never expires', { expiresIn: 86_400 }),
  granted('with all claims', {
    claims: { role: 'host', call_cids: ['default:1'], channel_cids: ['team:1'], a: [1] },
  }),
  granted('john', { expiresIn: 60, backdate: 0 }, 'short lifetimes'),
  granted('expires in a week', { expiresIn: 120, backdate: 0 }, 'short lifetimes'),
  granted('john', { expiresIn: null }, 'no expiry'),
  granted('never expires', { expiresIn: 86_400 }, 'no expiry'),
  ...[...INVALID_RESULTS.keys()].flatMap(name => [
    refusal(`verifyUser returns ${name}`, {}, 'identity_invalid', { user: `return: ${name}` }),
    refusal(`verifyUser resolves to ${name}`, {}, 'identity_invalid', { user: `resolve: ${name}` }),
  ]),
  ...thrown('throw'),
  ...thrown('reject'),
  {
    id: 'the rate limiter refuses the request',
    setting: 'rate limited',
    request: {},
    expected: { kind: 'problem', reason: 'rate_limited', retryAfter: '2' },
  },
  refusal('verifyUser hangs', {}, 'verify_user_timeout', { user: 'hang', setting: 'short timeouts' }),
]

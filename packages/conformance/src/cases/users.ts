import { type RouteCase, refusal } from '../route-case.js'
import { RUBBISH, THROWS } from '../user-answers.js'

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

/** What `verifyUser` answers, throws, or never answers. */
export const USER_CASES: readonly RouteCase[] = [
  granted('in a minute', { expiresIn: 60 }),
  granted('in a week', { expiresIn: 86_400 }),
  granted('never', { expiresIn: 86_400 }),
  granted('with all', {
    claims: { role: 'host', call_cids: ['default:1'], channel_cids: ['team:1'], a: [1] },
  }),
  granted('john', { expiresIn: 60, backdate: 0 }, 'short lives'),
  granted('in a week', { expiresIn: 120, backdate: 0 }, 'short lives'),
  granted('john', { expiresIn: null }, 'endless lives'),
  granted('never', { expiresIn: 86_400 }, 'endless lives'),
  ...[...RUBBISH.keys()].flatMap(name => [
    refusal(`verifyUser answers ${name}`, {}, 'identity_invalid', { user: `rubbish: ${name}` }),
    refusal(`verifyUser answers ${name} later`, {}, 'identity_invalid', { user: `rubbish later: ${name}` }),
  ]),
  ...thrown('throw'),
  ...thrown('reject'),
  {
    id: 'the limiter counts too many',
    setting: 'limited',
    request: {},
    expected: { kind: 'problem', reason: 'rate_limited', retryAfter: '2' },
  },
  refusal('verifyUser hangs', {}, 'verify_user_timeout', { user: 'hang', setting: 'impatient' }),
]

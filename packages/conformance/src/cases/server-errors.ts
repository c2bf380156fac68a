import { type RouteCase, refusal, success } from '../route-case.js'

const forward = { setting: 'forwarded errors' } as const

const thrown = (id: string, user: string, reason: 'verify_user_failed' | 'identity_invalid'): RouteCase => ({
  ...forward,
  id: `forward: ${id}`,
  user,
  request: {},
  expected: { kind: 'thrown', reason },
})

/** With `onServerError: 'forward'`, the framework's error handler gets every 500, and the endpoint sends all other refusals. */
export const SERVER_ERROR_CASES: readonly RouteCase[] = [
  thrown('verifyUser throws', 'throw: an error', 'verify_user_failed'),
  thrown('verifyUser rejects', 'reject: an error', 'verify_user_failed'),
  thrown('verifyUser throws the 401 of a service', 'throw: 401 without expose', 'verify_user_failed'),
  thrown('verifyUser returns a number', 'return: 1', 'identity_invalid'),
  {
    ...forward,
    id: 'forward: responseBody throws',
    request: { method: 'GET', target: '{own}/broken-token' },
    expected: { kind: 'thrown', reason: 'internal_error' },
  },
  {
    ...forward,
    id: 'forward: verifyUser throws behind a token handler',
    user: 'throw: an error',
    request: { method: 'GET', target: '{own}/get-token' },
    expected: { kind: 'thrown', reason: 'verify_user_failed' },
  },
  success('forward: a token', {}, forward),
  refusal('forward: nobody signed in', {}, 'unauthenticated', { ...forward, user: 'nobody' }),
  refusal('forward: a user who is refused', {}, 'forbidden', { ...forward, user: 'throw: 403' }),
  refusal('forward: verifyUser hangs', {}, 'verify_user_timeout', { ...forward, user: 'hang' }),
  refusal(
    'forward: another site',
    { headers: [['Sec-Fetch-Site', 'cross-site']] },
    'origin_forbidden',
    forward,
  ),
]

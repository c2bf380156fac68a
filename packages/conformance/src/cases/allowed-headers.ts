import { LISTED_ORIGIN } from '../app-settings.js'
import { type RouteCase, success } from '../route-case.js'
import { from, preflight } from './origin-requests.js'

/** `allowedHeaders` adds to the request headers that a page of a listed origin may send. */
export const ALLOWED_HEADER_CASES: readonly RouteCase[] = [
  {
    setting: 'allowed headers',
    openTo: LISTED_ORIGIN,
    id: 'C10: preflight that asks for an allowed header',
    request: {
      ...preflight(LISTED_ORIGIN),
      headers: [
        ['Origin', LISTED_ORIGIN],
        ['Access-Control-Request-Method', 'POST'],
        ['Access-Control-Request-Headers', 'content-type,x-csrftoken'],
      ],
    },
    expected: { kind: 'preflight', headers: 'Authorization, Content-Type, X-CSRFToken, x-requested-with' },
  },
  success(
    'C10: an allowed header from a listed Origin',
    from(['Origin', LISTED_ORIGIN], ['X-CSRFToken', 'abc']),
    {
      setting: 'allowed headers',
      openTo: LISTED_ORIGIN,
    },
  ),
]

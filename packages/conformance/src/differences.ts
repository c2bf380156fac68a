import { APP_SETTINGS } from './app-settings.js'
import { expectedResponse } from './expected-response.js'
import type { HttpResponse } from './http-response.js'
import { leaks } from './leaks.js'
import type { RouteCase } from './route-case.js'
import { same } from './same.js'

const COMPARED = ['content-type', 'cache-control', 'allow', 'www-authenticate', 'retry-after'] as const

/**
 * Lists the differences between a response and the expected one; empty if there are none.
 *
 * @param passesOn whether the host passes requests for other paths on to the app
 */
export function differences(
  routeCase: RouteCase,
  response: HttpResponse,
  passesOn: boolean,
): readonly string[] {
  const expected = expectedResponse(routeCase.expected, passesOn)
  const { headers } = expected
  return [
    ...same('status', response.status, expected.status),
    ...leaks(response),
    ...same('location', response.headers.get('location'), undefined),
    ...(routeCase.request.method === 'HEAD' ? [] : expected.body(response.body)),
    ...(headers === undefined
      ? []
      : COMPARED.flatMap(name => same(name, response.headers.get(name), headers[name]))),
    ...(headers === undefined ? [] : originDifferences(routeCase, response)),
  ]
}

function originDifferences(
  { setting = 'standard', openTo, expected }: RouteCase,
  { headers }: HttpResponse,
): readonly string[] {
  const header = (name: string): string | undefined => headers.get(`access-control-${name}`)
  const varies = (headers.get('vary') ?? '').toLowerCase().split(/, */).includes('origin')
  const open = openTo !== undefined
  const { methods = 'POST, OPTIONS', headers: names = 'Authorization, Content-Type' } =
    expected.kind === 'preflight' ? expected : {}
  const preflight = expected.kind === 'preflight'
  return [
    ...same('etag', headers.get('etag'), undefined),
    ...same('allow-origin', header('allow-origin'), openTo),
    ...same('allow-credentials', header('allow-credentials'), open ? 'true' : undefined),
    ...same('expose-headers', header('expose-headers'), open ? 'Retry-After, WWW-Authenticate' : undefined),
    ...same('allow-methods', header('allow-methods'), preflight ? methods : undefined),
    ...same('allow-headers', header('allow-headers'), preflight ? names : undefined),
    ...('allowedOrigins' in APP_SETTINGS[setting] && !varies ? ['vary does not name Origin'] : []),
  ]
}

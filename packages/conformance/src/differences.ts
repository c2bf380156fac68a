import { APP_SETTINGS } from './app-settings.js'
import { expectedAnswer } from './expected-answer.js'
import type { HttpAnswer } from './http-answer.js'
import { leaks } from './leaks.js'
import type { RouteCase } from './route-case.js'
import { same } from './same.js'

const COMPARED = ['content-type', 'cache-control', 'allow', 'www-authenticate', 'retry-after'] as const

/**
 * Names what an answer has that it must not have, or lacks; nothing for a right one.
 *
 * @param passesOn whether the host hands requests that are not for the endpoint to the app
 */
export function differences(routeCase: RouteCase, answer: HttpAnswer, passesOn: boolean): readonly string[] {
  const expected = expectedAnswer(routeCase.expected, passesOn)
  const { headers } = expected
  return [
    ...same('status', answer.status, expected.status),
    ...leaks(answer),
    ...same('location', answer.headers.get('location'), undefined),
    ...(routeCase.request.method === 'HEAD' ? [] : expected.body(answer.body)),
    ...(headers === undefined
      ? []
      : COMPARED.flatMap(name => same(name, answer.headers.get(name), headers[name]))),
    ...(headers === undefined ? [] : originDifferences(routeCase, answer)),
  ]
}

function originDifferences(
  { setting = 'standard', openTo, expected }: RouteCase,
  { headers }: HttpAnswer,
): readonly string[] {
  const header = (name: string): string | undefined => headers.get(`access-control-${name}`)
  const varies = (headers.get('vary') ?? '').toLowerCase().split(/, */).includes('origin')
  const open = openTo !== undefined
  const preflight = expected.kind === 'preflight'
  return [
    ...same('etag', headers.get('etag'), undefined),
    ...same('allow-origin', header('allow-origin'), openTo),
    ...same('allow-credentials', header('allow-credentials'), open ? 'true' : undefined),
    ...same('expose-headers', header('expose-headers'), open ? 'Retry-After, WWW-Authenticate' : undefined),
    ...same('allow-methods', header('allow-methods'), preflight ? 'POST, OPTIONS' : undefined),
    ...same('allow-headers', header('allow-headers'), preflight ? 'Authorization, Content-Type' : undefined),
    ...('allowedOrigins' in APP_SETTINGS[setting] && !varies ? ['vary does not name Origin'] : []),
  ]
}

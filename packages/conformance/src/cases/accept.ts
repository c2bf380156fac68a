import { type RouteCase, refusal, success } from '../route-case.js'

const accepting = (...values: readonly string[]): RouteCase['request'] => ({
  headers: values.map((value): [string, string] => ['Accept', value]),
})

const text = (...values: readonly string[]): RouteCase => ({
  id: `Accept ${values.join(' and ')}`,
  request: accepting(...values),
  expected: { kind: 'token', text: true },
})

/** The bare token is sent only if Accept lists text/plain, and neither JSON nor a wildcard. */
export const ACCEPT_CASES: readonly RouteCase[] = [
  text('text/plain'),
  text('TEXT/Plain'),
  text('text/plain;q=0.5'),
  text('text/plain; charset=utf-8'),
  text('text/html, text/plain'),
  text('text/html', 'text/plain'),
  text('text/plain, application/json;q=0'),
  text('text/plain, */*; q=0.000'),
  ...[
    '',
    '*/*',
    'application/json',
    'application/*',
    'text/*',
    'text/html',
    'text/plain, application/json',
    'application/json, text/plain',
    'text/plain, */*',
    'text/plain, */*;q=0.1',
    'text/plain, application/*',
    'text/plain;q=0',
    'text/plain; q=0.0, text/html',
    'text/plainer',
    'image/png',
    ',',
    'nonsense',
  ].map(value => success(`Accept ${value}`, accepting(value))),
  success('Accept text and JSON in two headers', accepting('text/plain', 'application/json')),
  refusal('Accept text, and nobody signed in', accepting('text/plain'), 'unauthenticated', {
    user: 'nobody',
  }),
]

import type { RawHeader } from '../raw-request.js'
import { passedOn, type RouteCase, success } from '../route-case.js'

const JSON_BODY = { headers: [['Content-Type', 'application/json']], body: '{}' } as const
const OVERRIDES = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'] as const

/** Only POST mints; other methods are refused, and headers and query cannot override the method. */
export const METHOD_CASES: readonly RouteCase[] = [
  success('POST', {}),
  ...['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'SEARCH', 'PURGE', 'LINK'].map(method =>
    notAllowed(`${method}`, { method }),
  ),
  ...['GET', 'PUT', 'PATCH', 'DELETE'].map(method =>
    notAllowed(`${method} with the body of a POST`, { ...JSON_BODY, method }),
  ),
  notAllowed('GET with a query that names POST', { method: 'GET', target: '{base}/token?_method=POST' }),
  ...OVERRIDES.flatMap(name => [
    notAllowed(`GET with ${name}: POST`, { method: 'GET', headers: [[name, 'POST']] }),
    success(`POST with ${name}: GET`, { headers: [[name, 'GET']] }),
  ]),
  notAllowed('GET that accepts text', { method: 'GET', headers: [['Accept', 'text/plain']] }),
  notAllowed('GET with If-None-Match', { method: 'GET', headers: [['If-None-Match', '*']] }),
  options('OPTIONS', []),
  options('OPTIONS of a preflight', [
    ['Origin', 'https://app.example'],
    ['Access-Control-Request-Method', 'POST'],
  ]),
  passedOn('GET of another path', { method: 'GET', target: '{base}/tokens' }),
  notAllowed('a method in lower case', { method: 'post' }),
  notAllowed('an unknown method', { method: 'MINT' }),
]

function options(id: string, headers: readonly RawHeader[]): RouteCase {
  const expected = { kind: 'passed on', allow: 'POST, OPTIONS' } as const
  return { id, request: { method: 'OPTIONS', headers }, expected }
}

function notAllowed(id: string, request: RouteCase['request']): RouteCase {
  return { id, request, expected: { kind: 'problem', reason: 'method_not_allowed', allow: 'POST, OPTIONS' } }
}

import type { RawHeader } from '../raw-request.js'
import { type RouteCase, refusal, success } from '../route-case.js'

const HEADERS: readonly RawHeader[] = [
  ['X-Forwarded-For', '127.0.0.1'],
  ['X-Forwarded-Host', 'evil.example'],
  ['X-Forwarded-Proto', 'https'],
  ['X-Forwarded-Port', '99999'],
  ['X-Forwarded-Prefix', '/evil'],
  ['X-Forwarded-Uri', '/evil'],
  ['X-Original-URL', '/evil'],
  ['X-Rewrite-URL', '/evil'],
  ['X-Real-IP', '::1'],
  ['True-Client-IP', '::1'],
  ['Forwarded', 'for=127.0.0.1;host=evil.example;proto=https'],
  ['Via', '1.1 evil'],
  ['x-middleware-subrequest', 'middleware'],
  ['x-middleware-subrequest', 'src/middleware'],
  ['x-middleware-subrequest', 'pages/_middleware'],
  ['x-middleware-subrequest', 'middleware:middleware:middleware:middleware:middleware'],
  ['x-middleware-subrequest', 'src/middleware:src/middleware:src/middleware:src/middleware:src/middleware'],
  ['x-middleware-next', '1'],
  ['x-middleware-rewrite', '{base}/token'],
  ['x-invoke-path', '{base}/token'],
]

/** Headers that proxies and frameworks use among themselves have no effect. */
export const FORWARDED_CASES: readonly RouteCase[] = [
  ...HEADERS.flatMap(header => [
    success(`${header.join(': ')}`, { headers: [header] }),
    refusal(`${header.join(': ')}, nobody signed in`, { headers: [header] }, 'unauthenticated', {
      user: 'nobody',
    }),
    refusal(
      `${header.join(': ')} at a guard`,
      { method: 'GET', target: '/guarded/user', headers: [header] },
      'token_missing',
    ),
  ]),
  success('Host of another site', { headers: [['Host', 'evil.example']] }),
  success('an invalid Host', { headers: [['Host', ']']] }),
]

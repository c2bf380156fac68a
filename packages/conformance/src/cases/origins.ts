import { LISTED_ORIGIN } from '../app-settings.js'
import { passedOn, type RouteCase, refusal, success } from '../route-case.js'
import { forbidden, from, listed, origin, preflight, site } from './origin-requests.js'

/** Without `allowedOrigins`, only pages of the same origin may request a token. */
const WITHOUT_ORIGINS: readonly RouteCase[] = [
  success('no Origin', {}),
  success('Origin of this host', origin('http://{host}')),
  success('Origin of this host over https', origin('https://{host}')),
  success('Sec-Fetch-Site same-origin', site('same-origin')),
  success('Sec-Fetch-Site none', site('none')),
  success('Sec-Fetch-Site none, no Origin', from(['Sec-Fetch-Site', 'none'])),
  forbidden('Sec-Fetch-Site same-site', site('same-site')),
  forbidden('Sec-Fetch-Site cross-site', site('cross-site')),
  forbidden('Sec-Fetch-Site cross-site, no Origin', from(['Sec-Fetch-Site', 'cross-site'])),
  forbidden(
    'Sec-Fetch-Site cross-site, Origin of this host',
    from(['Origin', 'http://{host}'], ['Sec-Fetch-Site', 'cross-site']),
  ),
  forbidden('Sec-Fetch-Site in capitals', site('SAME-ORIGIN')),
  forbidden('Sec-Fetch-Site empty', site('')),
  forbidden('two Sec-Fetch-Sites', site('same-origin', 'cross-site')),
  forbidden('a list in Sec-Fetch-Site', site('same-origin, none')),
  ...[
    'https://evil.example',
    'null',
    '',
    '{host}',
    '//{host}',
    'http://{host}/',
    'http://{host}/x',
    'http://{host}?x',
    'http://{host}#x',
    'http://x@{host}',
    'http://{host}@evil.example',
    'http://{host}.evil.example',
    'http://evil.example#{host}',
    'http://evil.example/{host}',
    'http:{host}',
    'ftp://{host}',
    'file://{host}',
    'javascript://{host}',
    'http://{host}, http://{host}',
    'http://{host} http://evil.example',
    'http://127.0.0.1',
    'http://localhost',
    'chrome-extension://abc',
    LISTED_ORIGIN,
  ].map(value => forbidden(`Origin ${value}`, origin(value))),
  forbidden('two Origins', origin('http://{host}', 'https://evil.example')),
  forbidden(
    'Origin of X-Forwarded-Host',
    from(['Origin', 'http://a.example'], ['X-Forwarded-Host', 'a.example']),
  ),
  forbidden('Origin of Forwarded', from(['Origin', 'http://a.example'], ['Forwarded', 'host=a.example'])),
  success('Host and Origin of another site', from(['Host', 'A.example'], ['Origin', 'http://a.example'])),
  forbidden('forbidden origin with other errors', {
    ...from(['Origin', 'https://evil.example'], ['Content-Type', 'text/plain']),
    body: 'x'.repeat(5000),
  }),
  forbidden('forbidden origin, nobody signed in', origin('https://evil.example'), { user: 'nobody' }),
]

/** With `allowedOrigins`, pages of the listed origins may request one too. */
const WITH_ORIGINS: readonly RouteCase[] = [
  success('listed Origin', origin(LISTED_ORIGIN), listed),
  success(
    'listed Origin, cross-site',
    from(['Origin', LISTED_ORIGIN], ['Sec-Fetch-Site', 'cross-site']),
    listed,
  ),
  success('listed Origin of an app shell', origin('capacitor://localhost'), {
    setting: 'origins',
    openTo: 'capacitor://localhost',
  }),
  success('origins listed, no Origin', {}, { setting: 'origins' }),
  success('origins listed, Origin of this host', origin('http://{host}'), { setting: 'origins' }),
  refusal('listed Origin, nobody signed in', origin(LISTED_ORIGIN), 'unauthenticated', {
    ...listed,
    user: 'nobody',
  }),
  refusal('listed Origin, verifyUser throws', origin(LISTED_ORIGIN), 'verify_user_failed', {
    ...listed,
    user: 'throw: an error',
  }),
  refusal(
    'listed Origin, wrong type',
    { ...from(['Origin', LISTED_ORIGIN], ['Content-Type', 'text/plain']), body: '{}' },
    'unsupported_media_type',
    listed,
  ),
  {
    ...listed,
    id: 'listed Origin, GET',
    request: { ...origin(LISTED_ORIGIN), method: 'GET' },
    expected: { kind: 'problem', reason: 'method_not_allowed', allow: 'POST, OPTIONS' },
  },
  ...['HTTPS://APP.EXAMPLE', 'http://app.example', 'https://app.example:443', 'https://app.example/', 'null']
    .concat([
      'https://app.example.evil',
      'https://evilapp.example',
      '*',
      'https://*',
      'https://x.app.example',
    ])
    .map(value => forbidden(`origins listed, Origin ${value}`, origin(value), { setting: 'origins' })),
  forbidden('listed Origin twice', origin(LISTED_ORIGIN, LISTED_ORIGIN), { setting: 'origins' }),
  { ...listed, id: 'preflight, listed', request: preflight(LISTED_ORIGIN), expected: { kind: 'preflight' } },
  forbidden('preflight, not listed', preflight('https://evil.example'), { setting: 'origins' }),
  forbidden('preflight without Origin', preflight(), { setting: 'origins' }),
  passedOn('preflight of another path', { ...preflight(LISTED_ORIGIN), target: '{base}/x' }, { ...listed }),
]

/** Which pages may call the endpoint. */
export const ORIGIN_CASES: readonly RouteCase[] = [...WITHOUT_ORIGINS, ...WITH_ORIGINS]

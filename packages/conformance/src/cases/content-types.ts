import { gzipSync } from 'node:zlib'
import { type RouteCase, refusal, success } from '../route-case.js'

const of = (type: string, body: string | Uint8Array = '{}'): RouteCase['request'] => ({
  headers: [['Content-Type', type]],
  body,
})

const MULTIPART = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n'

/** Only application/json in UTF-8 is accepted: a form of another site could send the other types. */
export const CONTENT_TYPE_CASES: readonly RouteCase[] = [
  ...[
    'application/json',
    'APPLICATION/JSON',
    'Application/Json; Charset=UTF-8',
    'application/json; charset=utf-8',
    'application/json;charset=utf-8',
    'application/json ; charset="utf-8"',
    'application/json;',
  ].map(type => success(`body of ${type}`, of(type))),
  ...[
    'text/plain',
    'text/plain; charset=utf-8',
    'text/json',
    'text/html',
    '*/*',
    'application/*',
    'application/jsonp',
    'application/json-patch+json',
    'application/problem+json',
    'application/vnd.api+json',
    'application/javascript',
    'application/octet-stream',
    'application/cbor',
    'json',
    'application/json, text/plain',
    'text/plain, application/json',
    'text/plain; application/json',
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
    'application/json; charset=utf-7',
    'application/json; charset=utf-8; charset=utf-16',
  ].map(type => refusal(`body of ${type}`, of(type), 'unsupported_media_type')),
  refusal('form', of('application/x-www-form-urlencoded', 'user_id=admin'), 'unsupported_media_type'),
  refusal(
    'JSON sent as a form',
    of('application/x-www-form-urlencoded', '{"a":"="}'),
    'unsupported_media_type',
  ),
  refusal('JSON sent as text', of('text/plain', '{"user_id":"admin"}'), 'unsupported_media_type'),
  refusal('multipart', of('multipart/form-data; boundary=x', MULTIPART), 'unsupported_media_type'),
  refusal('body without Content-Type', { body: '{}' }, 'unsupported_media_type'),
  refusal('chunked body without Content-Type', { body: '{}', framing: 'chunked' }, 'unsupported_media_type'),
  refusal('body with an empty Content-Type', of(''), 'unsupported_media_type'),
  refusal(
    'two Content-Types, JSON first',
    {
      headers: [
        ['Content-Type', 'application/json'],
        ['Content-Type', 'text/plain'],
      ],
      body: '{}',
    },
    'unsupported_media_type',
  ),
  refusal(
    'two Content-Types, JSON last',
    {
      headers: [
        ['Content-Type', 'text/plain'],
        ['Content-Type', 'application/json'],
      ],
      body: '{}',
    },
    'unsupported_media_type',
  ),
  refusal('gzip', encoded('gzip', gzipSync('{}')), 'unsupported_media_type'),
  refusal('invalid gzip', encoded('gzip', '{}'), 'unsupported_media_type'),
  refusal('gzip in capitals', encoded('GZIP', gzipSync('{}')), 'unsupported_media_type'),
  refusal('an unknown encoding', encoded('zip', '{}'), 'unsupported_media_type'),
  refusal('identity and gzip', encoded('identity, gzip', gzipSync('{}')), 'unsupported_media_type'),
  success('identity', encoded('identity', '{}')),
  success('gzip without a body', { headers: [['Content-Encoding', 'gzip']], body: '' }),
  ...['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'nonsense'].map(type =>
    success(`${type} without a body`, of(type, '')),
  ),
]

function encoded(encoding: string, body: string | Uint8Array): RouteCase['request'] {
  return {
    headers: [
      ['Content-Type', 'application/json'],
      ['Content-Encoding', encoding],
    ],
    body,
  }
}

import type { RawHeader } from '../raw-request.js'
import { type RouteCase, refusal, success } from '../route-case.js'

type Body = string | Uint8Array

const json = (body: Body, framing: RouteCase['request']['framing'] = 'length'): RouteCase['request'] => ({
  headers: [['Content-Type', 'application/json']],
  body,
  framing,
})

/** A body of exactly this many bytes. */
const sized = (bytes: number): string => `{"a":"${'x'.repeat(bytes - 8)}"}`

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)

const echoed = (id: string, body: string, value: unknown): RouteCase => ({
  id,
  user: 'body',
  request: json(body),
  expected: { kind: 'token', claims: { body: value } },
})

const NOT_ONE_OBJECT: readonly (readonly [id: string, body: Body])[] = [
  ['an array', '[]'],
  ['an array of an object', '[{}]'],
  ['null', 'null'],
  ['true', 'true'],
  ['a number', '1'],
  ['a string', '"john"'],
  ['white space', ' \n'],
  ['an incomplete object', '{'],
  ['an object and an incomplete one', '{}{'],
  ['two objects', '{}{}'],
  ['a trailing comma', '{"a":1,}'],
  ['single quotes', "{'a':1}"],
  ['a name without quotes', '{a:1}'],
  ['a comment', '{/**/}'],
  ['NaN', '{"a":NaN}'],
  ['undefined', 'undefined'],
  ['a NUL', '{"a":1}\0'],
  ['a vertical tab', '\v{}'],
  ['a byte order mark', '\ufeff{}'],
  ['invalid UTF-8', bytes(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d)],
  ['overlong UTF-8', bytes(0x7b, 0x22, 0xc1, 0xa1, 0x22, 0x3a, 0x31, 0x7d)],
  ['a surrogate in UTF-8', bytes(0x7b, 0x22, 0xed, 0xa0, 0x80, 0x22, 0x3a, 0x31, 0x7d)],
  ['UTF-16', Buffer.from('{}', 'utf16le')],
  ['__proto__', '{"__proto__":{"user_id":"admin"}}'],
  ['escaped __proto__', '{"\\u005f_proto__":{}}'],
  ['nested __proto__', '{"a":[{"__proto__":null}]}'],
]

const CHUNKED_JSON: readonly RawHeader[] = [
  ['Content-Type', 'application/json'],
  ['Transfer-Encoding', 'chunked'],
]

const expecting = (value: string): RouteCase['request'] => ({
  headers: [
    ['Content-Type', 'application/json'],
    ['Expect', value],
  ],
  body: '{}',
})

const invalid = (id: string, request: RouteCase['request']): RouteCase => refusal(id, request, 'body_invalid')

/** A body must be absent, empty, or one JSON object within the limits. */
export const BODY_CASES: readonly RouteCase[] = [
  success('no body', {}),
  success('empty body', { body: '' }),
  success('empty chunked body', { body: '', framing: 'chunked' }),
  success('empty body of JSON', json('')),
  success('empty chunked body of JSON', json('', 'chunked')),
  success('chunked object', json('{"a":1}', 'chunked')),
  echoed('body: an empty object', '{}', {}),
  echoed('body: white space around an object', '\r\n\t {} ', {}),
  echoed('body: a duplicate name', '{"a":1,"a":2}', { a: 2 }),
  echoed('body: constructor', '{"constructor":{"prototype":{"a":1}}}', {
    constructor: { prototype: { a: 1 } },
  }),
  success('body: 500 levels of nesting', json(`{"a":${'['.repeat(500)}${']'.repeat(500)}}`)),
  success('body: a lone surrogate', json('{"a":"\\ud800"}')),
  ...NOT_ONE_OBJECT.map(([id, body]) => invalid(`body: ${id}`, json(body))),
  success('body of 4096 bytes', json(sized(4096))),
  success('chunked body of 4096 bytes', json(sized(4096), 'chunked')),
  refusal('body of 4097 bytes', json(sized(4097)), 'body_too_large'),
  refusal('chunked body of 4097 bytes', json(sized(4097), 'chunked'), 'body_too_large'),
  refusal('body of 64 KiB', json(sized(65_536)), 'body_too_large'),
  refusal('body of 17 bytes with a limit of 16', json(sized(17)), 'body_too_large', {
    setting: 'small bodies',
  }),
  refusal(
    'a Content-Length of 100 MB without a body',
    { headers: [['Content-Length', '100000000']] },
    'body_too_large',
    {
      isSlow: true,
    },
  ),
  refusal(
    'body too large and of another type',
    { headers: [['Content-Type', 'text/plain']], body: sized(4097) },
    'body_too_large',
  ),
  refusal(
    'one byte every 100 ms',
    { ...json(`{}${' '.repeat(8)}`), millisecondsPerByte: 100 },
    'body_timeout',
    { setting: 'short timeouts', isSlow: true },
  ),
  refusal(
    'an unfinished chunked body',
    { headers: CHUNKED_JSON, body: '1\r\n{\r\n', framing: 'none' },
    'body_timeout',
    { setting: 'short timeouts', isSlow: true },
  ),
  invalid('a negative Content-Length', { headers: [['Content-Length', '-1']] }),
  invalid('a Content-Length of letters', { headers: [['Content-Length', 'abc']] }),
  invalid('two Content-Lengths', {
    headers: [
      ['Content-Length', '2'],
      ['Content-Length', '3'],
    ],
  }),
  invalid('Content-Length and chunks', { ...json('{}', 'chunked'), headers: [['Content-Length', '2']] }),
  invalid('an invalid chunk size', { headers: CHUNKED_JSON, body: 'xyz\r\n{}\r\n', framing: 'none' }),
  invalid('a body shorter than its Content-Length', {
    headers: [
      ['Content-Type', 'application/json'],
      ['Content-Length', '20'],
    ],
    body: '{}',
    framing: 'none',
    afterwards: 'half-close',
  }),
  success('Expect: 100-continue', expecting('100-continue')),
  success('Expect with an unknown value', expecting('a miracle')),
]

import type { HostException } from '@stream-token/conformance'
import { NOT_JSON } from './not-json.js'

const hosts = ['koa 3', 'koa 2']

const thrown = (name: string): string => JSON.stringify({ thrown: name })

/** Exceptions because of Koa's parsers. */
export const KOA_PARSER: readonly HostException[] = [
  {
    hosts,
    parsers: ['parsed'],
    cases: [...NOT_JSON, 'body: __proto__', 'body: escaped __proto__', 'body: nested __proto__'],
    status: 400,
    body: thrown('SyntaxError'),
    why: '`@koa/bodyparser` accepts only JSON objects and arrays, without a member `__proto__`.',
  },
  {
    hosts,
    parsers: ['parsed'],
    cases: [
      'body: a byte order mark',
      'body: invalid UTF-8',
      'body: overlong UTF-8',
      'body: a surrogate in UTF-8',
    ],
    status: 200,
    why: '`@koa/bodyparser` removes a byte order mark and replaces invalid UTF-8, so the endpoint never sees them.',
  },
  {
    hosts,
    parsers: ['parsed'],
    cases: ['chunked body of 4097 bytes'],
    status: 200,
    why: '`@koa/bodyparser` has its own limit, 1 MiB, and does not pass on the length of a chunked body.',
  },
  {
    hosts,
    parsers: ['parsed'],
    cases: ['invalid gzip'],
    status: 500,
    body: thrown('Error'),
    why: '`@koa/bodyparser` decompresses the body, and reports a failure as a server error.',
  },
  {
    hosts,
    parsers: ['parsed'],
    cases: ['gzip in capitals', 'an unknown encoding', 'identity and gzip'],
    status: 415,
    body: thrown('Error'),
    why: '`@koa/bodyparser` refuses unknown content encodings, and knows `gzip` only in lower case.',
  },
  {
    hosts,
    parsers: ['parsed', 'raw'],
    cases: ['one byte every 100 ms'],
    status: 200,
    why: 'The parser reads the body before the endpoint, so `bodyTimeout` does not apply.',
  },
  {
    hosts,
    parsers: ['parsed', 'raw'],
    cases: ['an unfinished chunked body'],
    status: 0,
    why: 'The parser reads the body before the endpoint, so `bodyTimeout` does not apply. The client leaves first.',
  },
  {
    hosts,
    parsers: ['raw'],
    cases: ['a Content-Length of 100 MB without a body'],
    status: 0,
    why: '`raw-body` waits for the end of the body. The client leaves first.',
  },
]

import type { HostException } from '@stream-token/conformance'
import { NOT_JSON } from './not-json.js'

const hosts = ['express 5', 'express 4', 'connect']

const thrown = (name: string): string => JSON.stringify({ thrown: name })

/** Exceptions because of Express's parsers. */
export const BODY_PARSER: readonly HostException[] = [
  {
    hosts,
    parsers: ['parsed'],
    cases: [...NOT_JSON, 'body of application/json; charset=utf-16'],
    status: 400,
    body: thrown('SyntaxError'),
    why: '`express.json` accepts only JSON objects and arrays.',
  },
  {
    hosts: ['express 4'],
    parsers: ['parsed'],
    cases: ['body of application/json; charset=utf-8; charset=utf-16'],
    status: 400,
    body: thrown('SyntaxError'),
    why: 'If there are two charsets, the parser of Express 4 uses the last one, and refuses it as above.',
  },
  {
    hosts,
    parsers: ['parsed'],
    cases: ['body of application/json; charset=latin1'],
    status: 415,
    body: thrown('UnsupportedMediaTypeError'),
    why: '`express.json` accepts only Unicode charsets.',
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
    why: '`express.json` removes a byte order mark and replaces invalid UTF-8, so the endpoint never sees them.',
  },
  {
    hosts,
    parsers: ['parsed'],
    cases: ['chunked body of 4097 bytes'],
    status: 200,
    why: '`express.json` has its own limit, 100 KiB, and does not pass on the length of a chunked body.',
  },
  {
    hosts,
    parsers: ['parsed', 'raw'],
    cases: ['invalid gzip'],
    status: 400,
    body: thrown('Error'),
    why: 'The parsers of Express decompress the body, and refuse it if that fails.',
  },
  {
    hosts,
    parsers: ['raw'],
    cases: ['gzip without a body'],
    status: 400,
    body: thrown('Error'),
    why: '`express.raw` tries to decompress an empty body, which fails.',
  },
  {
    hosts,
    parsers: ['parsed', 'raw'],
    cases: ['an unknown encoding', 'identity and gzip'],
    status: 415,
    body: thrown('UnsupportedMediaTypeError'),
    why: 'The parsers of Express refuse unknown content encodings.',
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
    why: '`express.raw` reads a body that exceeds its limit to the end before it refuses it. The client leaves first.',
  },
]

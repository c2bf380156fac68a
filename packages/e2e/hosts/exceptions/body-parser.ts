import type { HostException } from '@stream-token/conformance'
import { NOT_JSON } from './not-json.js'

const hosts = ['express 5', 'express 4', 'connect']

const thrown = (name: string): string => JSON.stringify({ thrown: name })

/** What the parsers of Express answer, or keep from the endpoint. */
export const BODY_PARSER: readonly HostException[] = [
  {
    hosts,
    parsers: ['parsed'],
    cases: [...NOT_JSON, 'body of application/json; charset=utf-16'],
    status: 400,
    body: thrown('SyntaxError'),
    why: 'express.json refuses what is no JSON object or array.',
  },
  {
    hosts: ['express 4'],
    parsers: ['parsed'],
    cases: ['body of application/json; charset=utf-8; charset=utf-16'],
    status: 400,
    body: thrown('SyntaxError'),
    why: 'The same: of two charsets the parser of Express 4 takes the last.',
  },
  {
    hosts,
    parsers: ['parsed'],
    cases: ['body of application/json; charset=latin1'],
    status: 415,
    body: thrown('UnsupportedMediaTypeError'),
    why: 'express.json reads Unicode only.',
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
    why: 'express.json drops a byte order mark, and replaces bytes that are no UTF-8, before anybody can see them.',
  },
  {
    hosts,
    parsers: ['parsed'],
    cases: ['chunked body of 4097 bytes'],
    status: 200,
    why: 'express.json has a limit of its own, 100 KiB, and does not tell how long a chunked body was.',
  },
  {
    hosts,
    parsers: ['parsed', 'raw'],
    cases: ['gzip that is none'],
    status: 400,
    body: thrown('Error'),
    why: 'The parsers of Express inflate a body, and refuse one that cannot be inflated.',
  },
  {
    hosts,
    parsers: ['raw'],
    cases: ['gzip without a body'],
    status: 400,
    body: thrown('Error'),
    why: 'express.raw inflates an empty body too.',
  },
  {
    hosts,
    parsers: ['parsed', 'raw'],
    cases: ['an encoding that nobody knows', 'identity and gzip'],
    status: 415,
    body: thrown('UnsupportedMediaTypeError'),
    why: 'The parsers of Express refuse an encoding that they do not know.',
  },
  {
    hosts,
    parsers: ['parsed', 'raw'],
    cases: ['a byte every 100 ms'],
    status: 200,
    why: 'A parser waits as long as the server does: bodyTimeout holds where the endpoint reads the body.',
  },
  {
    hosts,
    parsers: ['parsed', 'raw'],
    cases: ['a chunk, and then nothing'],
    status: 0,
    why: 'The same: no answer comes before the client leaves.',
  },
  {
    hosts,
    parsers: ['raw'],
    cases: ['100 MB announced and not sent'],
    status: 0,
    why: 'express.raw waits for the end of a body that is over its limit before it says so.',
  },
]

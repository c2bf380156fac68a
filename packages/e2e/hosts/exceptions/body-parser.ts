import type { HostException } from '@stream-token/conformance'

/** The hosts behind Node's own HTTP server. */
const NODE_HTTP = ['node:http', 'express 5']

/** The hosts whose parsers are body-parser's. */
const BODY_PARSER = ['express 5']

const thrown = (name: string): string => JSON.stringify({ thrown: name })

/** Where a host answers before the endpoint is asked, or keeps from it what was sent; and what it answers. */
export const EXCEPTIONS: readonly HostException[] = [
  {
    hosts: NODE_HTTP,
    cases: [
      'a method in lower case',
      'a method that is none',
      'target ftp:{base}/token',
      'a negative Content-Length',
      'a Content-Length of letters',
      'two Content-Lengths',
      'Content-Length and chunks',
      'a chunk size that is none',
      'less than announced',
    ],
    status: 400,
    body: '',
    why: "Node's HTTP parser refuses what is not HTTP.",
  },
  {
    hosts: NODE_HTTP,
    cases: ['Expect of something else'],
    status: 417,
    body: '',
    why: 'Node answers an expectation that it does not know.',
  },
  {
    hosts: BODY_PARSER,
    parsers: ['parsed'],
    cases: [
      'body: null',
      'body: true',
      'body: a number',
      'body: a text',
      'body: white space',
      'body: half an object',
      'body: an object and a half',
      'body: two objects',
      'body: a trailing comma',
      'body: single quotes',
      'body: a name without quotes',
      'body: a comment',
      'body: NaN',
      'body: undefined',
      'body: a NUL',
      'body: a vertical tab',
      'body: UTF-16',
      'body of application/json; charset=utf-16',
    ],
    status: 400,
    body: thrown('SyntaxError'),
    why: 'express.json refuses what is no JSON object or array.',
  },
  {
    hosts: BODY_PARSER,
    parsers: ['parsed'],
    cases: ['body of application/json; charset=latin1'],
    status: 415,
    body: thrown('UnsupportedMediaTypeError'),
    why: 'express.json reads Unicode only.',
  },
  {
    hosts: BODY_PARSER,
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
    hosts: BODY_PARSER,
    parsers: ['parsed'],
    cases: ['chunked body of 4097 bytes'],
    status: 200,
    why: 'express.json has a limit of its own, 100 KiB, and does not tell how long a chunked body was.',
  },
  {
    hosts: BODY_PARSER,
    parsers: ['parsed', 'raw'],
    cases: ['gzip that is none'],
    status: 400,
    body: thrown('Error'),
    why: 'The parsers of Express inflate a body, and refuse one that cannot be inflated.',
  },
  {
    hosts: BODY_PARSER,
    parsers: ['raw'],
    cases: ['gzip without a body'],
    status: 400,
    body: thrown('Error'),
    why: 'express.raw inflates an empty body too.',
  },
  {
    hosts: BODY_PARSER,
    parsers: ['parsed', 'raw'],
    cases: ['an encoding that nobody knows', 'identity and gzip'],
    status: 415,
    body: thrown('UnsupportedMediaTypeError'),
    why: 'The parsers of Express refuse an encoding that they do not know.',
  },
  {
    hosts: BODY_PARSER,
    parsers: ['parsed', 'raw'],
    cases: ['a byte every 100 ms'],
    status: 200,
    why: 'A parser waits as long as the server does: bodyTimeout holds where the endpoint reads the body.',
  },
  {
    hosts: BODY_PARSER,
    parsers: ['parsed', 'raw'],
    cases: ['a chunk, and then nothing'],
    status: 0,
    why: 'The same: no answer comes before the client leaves.',
  },
  {
    hosts: BODY_PARSER,
    parsers: ['raw'],
    cases: ['100 MB announced and not sent'],
    status: 0,
    why: 'express.raw waits for the end of a body that is over its limit before it says so.',
  },
]

import type { HostException } from '@stream-token/conformance'
import { NOT_JSON } from './not-json.js'

const hosts = ['koa 3', 'koa 2']

const thrown = (name: string): string => JSON.stringify({ thrown: name })

/** What the parsers of Koa answer, or keep from the endpoint. */
export const KOA_PARSER: readonly HostException[] = [
  {
    hosts,
    parsers: ['parsed'],
    cases: [...NOT_JSON, 'body: __proto__', 'body: __proto__ in escapes', 'body: __proto__ within'],
    status: 400,
    body: thrown('SyntaxError'),
    why: '@koa/bodyparser refuses what is no JSON object or array, and a member of the name __proto__.',
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
    why: '@koa/bodyparser drops a byte order mark, and replaces bytes that are no UTF-8, before anybody can see them.',
  },
  {
    hosts,
    parsers: ['parsed'],
    cases: ['chunked body of 4097 bytes'],
    status: 200,
    why: '@koa/bodyparser has a limit of its own, 1 MiB, and does not tell how long a chunked body was.',
  },
  {
    hosts,
    parsers: ['parsed'],
    cases: ['gzip that is none'],
    status: 500,
    body: thrown('Error'),
    why: '@koa/bodyparser inflates a body, and takes it for its own fault when that fails.',
  },
  {
    hosts,
    parsers: ['parsed'],
    cases: ['gzip in capitals', 'an encoding that nobody knows', 'identity and gzip'],
    status: 415,
    body: thrown('Error'),
    why: '@koa/bodyparser refuses an encoding that it does not know, and knows gzip in lower case only.',
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
    why: 'raw-body waits for the end of a body.',
  },
]

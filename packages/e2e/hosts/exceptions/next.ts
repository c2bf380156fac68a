import type { HostException } from '@stream-token/conformance'
import { NOT_JSON } from './not-json.js'

const hosts = ['next app', 'next pages', 'next edge']
const appRouter = ['next app', 'next edge']

/** Exceptions because of Next. */
export const NEXT: readonly HostException[] = [
  {
    hosts: appRouter,
    cases: [
      'PUT',
      'PATCH',
      'DELETE',
      'PUT with the body of a POST',
      'PATCH with the body of a POST',
      'DELETE with the body of a POST',
    ],
    status: 405,
    body: '',
    why: 'Next itself responds to methods that the route file does not export.',
  },
  {
    hosts: appRouter,
    cases: ['PROPFIND', 'SEARCH', 'PURGE', 'LINK'],
    status: 400,
    body: '',
    why: 'Next refuses methods that a route file cannot export.',
  },
  {
    hosts: appRouter,
    cases: ['TRACE'],
    status: 500,
    why: 'A Web `Request` cannot have the method TRACE.',
  },
  {
    hosts,
    cases: [
      'target {base}/token/',
      'target {base}/token//',
      'target {base}//token',
      'target /{base}/token',
      'target {base}\\token',
      'target {base}/',
      'no base path, trailing slash',
    ],
    status: 308,
    why: 'Next redirects paths with trailing slashes, double slashes or backslashes.',
  },
  {
    hosts,
    cases: [
      'target http://{host}{base}/token',
      'target http://{host}{base}/token?a=1',
      'target http://other.example{base}/token',
      'target http://user:word@other.example:99{base}/token',
      'target https://other.example{base}/token',
      'target HTTP://OTHER.EXAMPLE{base}/token',
      'target http://{host}',
      'target http://{host}/x{base}/token',
      'target http://{base}/token',
    ],
    status: 308,
    why: 'Next treats the `//` of a target in absolute form as a double slash.',
  },
  {
    hosts,
    cases: ['target {base}/./token', 'target {base}/x/../token'],
    status: 200,
    why: 'A `URL` resolves dot segments, so the endpoint never sees them.',
  },
  {
    hosts,
    cases: ['target {base}/token,{base}/token', 'target {base}/stream/token', 'no base path, /stream/token'],
    status: 200,
    why: 'The catch-all route file is the mount: only the last segments of the path matter.',
  },
  {
    hosts,
    cases: [
      'target {base}%2ftoken',
      'target {base}',
      'target /x{base}/token',
      'target {base}x/token',
      'target /token?{base}/token',
      'target /',
      'target /?{base}/token',
      'long base path, another letter for the dot',
    ],
    status: 404,
    why: 'No file of the app matches this path, so Next responds with its own 404 page.',
  },
  {
    hosts: appRouter,
    cases: ['two Content-Types, JSON first'],
    status: 200,
    why: 'Next passes on only the first of two headers with the same name.',
  },
  {
    hosts,
    cases: [
      'guard: two headers',
      'guard: two headers, one of another scheme',
      'guard: anonymous route, two headers',
    ],
    status: 200,
    why: 'As above. API routes are affected only if a proxy rewrites the request, as in the app under test.',
  },
  {
    hosts: ['next pages', 'next edge'],
    cases: ['X-Forwarded-Proto: https at a guard'],
    status: 500,
    body: 'Internal Server Error',
    why: 'A rewrite by a proxy keeps the forwarded scheme, so Next sends the request to itself by HTTPS.',
  },
  {
    hosts: ['next edge'],
    cases: ['a Content-Length of 100 MB without a body', 'an unfinished chunked body'],
    status: 0,
    why: 'Next reads the whole body before it calls the Edge runtime. The client leaves first.',
  },
  {
    hosts: ['next pages'],
    parsers: ['parsed'],
    cases: [
      ...NOT_JSON.filter(
        id => !['body: null', 'body: true', 'body: a number', 'body: a string'].includes(id),
      ),
      'body of application/json; charset=utf-16',
      'body of application/json; charset=utf-8; charset=utf-16',
      'gzip',
      'gzip in capitals',
      'identity and gzip',
    ],
    status: 400,
    body: 'Invalid JSON',
    why: "Next's parser refuses invalid JSON. It does not decompress the body, so it refuses compressed JSON too.",
  },
  {
    hosts: ['next pages'],
    parsers: ['parsed'],
    cases: [
      'body: null',
      'body: a byte order mark',
      'body: invalid UTF-8',
      'body: overlong UTF-8',
      'body: a surrogate in UTF-8',
    ],
    status: 200,
    why: "Next's parser accepts `null`, removes a byte order mark and replaces invalid UTF-8.",
  },
  {
    hosts: ['next pages'],
    parsers: ['parsed'],
    cases: ['chunked body of 4097 bytes'],
    status: 200,
    why: "Next's parser has its own limit, 1 MB, and does not pass on the length of a chunked body.",
  },
  {
    hosts: ['next pages'],
    parsers: ['parsed'],
    cases: ['one byte every 100 ms'],
    status: 200,
    why: 'The parser reads the body before the endpoint, so `bodyTimeout` does not apply.',
  },
  {
    hosts: ['next pages'],
    parsers: ['parsed'],
    cases: ['a Content-Length of 100 MB without a body', 'an unfinished chunked body'],
    status: 0,
    why: 'The parser reads the body before the endpoint, so `bodyTimeout` does not apply. The client leaves first.',
  },
]

import type { HostException } from '@stream-token/conformance'

const hosts = [
  'node:http',
  'express 5',
  'express 4',
  'connect',
  'koa 3',
  'koa 2',
  'hono',
  'next app',
  'next pages',
  'next edge',
]

/** What Node's own HTTP server answers, whatever is behind it. */
export const NODE_HTTP: readonly HostException[] = [
  {
    hosts,
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
    hosts,
    cases: ['Expect of something else'],
    status: 417,
    body: '',
    why: 'Node answers an expectation that it does not know.',
  },
]

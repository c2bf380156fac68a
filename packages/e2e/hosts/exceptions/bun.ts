import type { HostException } from '@stream-token/conformance'

const hosts = ['bun']

/** What Bun's HTTP server answers, or does to a request on its way. */
export const BUN: readonly HostException[] = [
  {
    hosts,
    cases: [
      'target ftp:{base}/token',
      'a negative Content-Length',
      'a Content-Length of letters',
      'two Content-Lengths',
      'Content-Length and chunks',
      'a chunk size that is none',
    ],
    status: 400,
    body: '',
    why: "Bun's HTTP parser refuses what is not HTTP.",
  },
  {
    hosts,
    cases: ['a method in lower case', 'a method that is none', 'less than announced'],
    status: 0,
    why: 'Bun hangs up on a method that it does not know, and on a client that ends before its body does.',
  },
  {
    hosts,
    cases: ['target http://{base}/token'],
    status: 200,
    why: 'Of a target in absolute form Bun takes the path alone, also where it names no host.',
  },
]

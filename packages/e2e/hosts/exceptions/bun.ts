import type { HostException } from '@stream-token/conformance'

const hosts = ['bun']

/** Exceptions because of Bun's HTTP server. */
export const BUN: readonly HostException[] = [
  {
    hosts,
    cases: [
      'target ftp:{base}/token',
      'a negative Content-Length',
      'a Content-Length of letters',
      'two Content-Lengths',
      'Content-Length and chunks',
      'an invalid chunk size',
    ],
    status: 400,
    body: '',
    why: "Bun's HTTP parser refuses invalid HTTP.",
  },
  {
    hosts,
    cases: ['a method in lower case', 'an unknown method', 'a body shorter than its Content-Length'],
    status: 0,
    why: 'Bun closes the connection on an unknown method, and if the client ends before the body is complete.',
  },
  {
    hosts,
    cases: ['target http://{base}/token'],
    status: 200,
    why: 'Bun uses only the path of a target in absolute form, even if the target has no host.',
  },
]

import type { HostException } from '@stream-token/conformance'

const hosts = ['deno']

/** Exceptions because of Deno's HTTP server. */
export const DENO: readonly HostException[] = [
  {
    hosts,
    cases: [
      'target ftp:{base}/token',
      'a negative Content-Length',
      'a Content-Length of letters',
      'two Content-Lengths',
      'Content-Length and chunks',
    ],
    status: 400,
    body: '',
    why: "Deno's HTTP parser refuses invalid HTTP.",
  },
  {
    hosts,
    cases: ['an invalid chunk size'],
    status: 0,
    isRace: true,
    why: 'Deno closes the connection on an invalid chunk, usually before the response is written.',
  },
]

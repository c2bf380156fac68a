import type { HostException } from '@stream-token/conformance'

const hosts = ['deno']

/** What Deno's HTTP server answers, or does to a request on its way. */
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
    why: "Deno's HTTP parser refuses what is not HTTP.",
  },
  {
    hosts,
    cases: ['a chunk size that is none'],
    status: 0,
    isRace: true,
    why: 'Deno hangs up on a body that is not HTTP, mostly before the answer is written.',
  },
]

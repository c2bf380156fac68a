import type { HostException } from '@stream-token/conformance'

const hosts = ['workerd']

/** What workerd's HTTP server answers, or does to a request on its way. */
export const WORKERD: readonly HostException[] = [
  {
    hosts,
    cases: ['LINK', 'a method in lower case', 'a method that is none'],
    status: 501,
    body: 'ERROR: Unrecognized request method.',
    why: 'workerd answers methods that it does not know.',
  },
  {
    hosts,
    cases: ['target http://{base}/token', 'target ftp:{base}/token'],
    status: 400,
    body: 'invalid URI',
    why: "workerd's HTTP parser refuses what is not HTTP.",
  },
  {
    hosts,
    cases: ['a negative Content-Length', 'a Content-Length of letters', 'two Content-Lengths'],
    status: 400,
    body: 'invalid content-length parsed',
    why: 'The same.',
  },
  {
    hosts,
    cases: ['Content-Length and chunks'],
    status: 415,
    why: 'workerd goes by the chunks alone, as RFC 9112 permits: the endpoint finds a body without a type.',
  },
  {
    hosts,
    cases: ['Origin '],
    status: 200,
    why: 'To workerd an empty Origin is none; no browser sends it.',
  },
]

import type { HostException } from '@stream-token/conformance'

const hosts = ['workerd']

/** Exceptions because of workerd's HTTP server. */
export const WORKERD: readonly HostException[] = [
  {
    hosts,
    cases: ['LINK', 'a method in lower case', 'an unknown method'],
    status: 501,
    body: 'ERROR: Unrecognized request method.',
    why: 'workerd refuses unknown methods.',
  },
  {
    hosts,
    cases: ['target http://{base}/token', 'target ftp:{base}/token'],
    status: 400,
    body: 'invalid URI',
    why: "workerd's HTTP parser refuses invalid HTTP.",
  },
  {
    hosts,
    cases: ['a negative Content-Length', 'a Content-Length of letters', 'two Content-Lengths'],
    status: 400,
    body: 'invalid content-length parsed',
    why: "workerd's HTTP parser refuses invalid HTTP.",
  },
  {
    hosts,
    cases: ['Content-Length and chunks'],
    status: 415,
    why: 'workerd ignores `Content-Length` if the body is chunked, as RFC 9112 permits. The endpoint finds a body without a content type.',
  },
  {
    hosts,
    cases: ['Origin '],
    status: 200,
    why: 'workerd drops an empty `Origin` header. No browser sends one.',
  },
]

import type { HostException } from './host-exception.js'

/** What Node's own HTTP server answers for these hosts, whatever is behind it. */
export function nodeExceptions(hosts: readonly string[]): readonly HostException[] {
  return [
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
}

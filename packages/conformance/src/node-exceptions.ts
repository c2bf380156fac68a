import type { HostException } from './host-exception.js'

/** Exceptions for hosts on Node's HTTP server, which sends these responses itself. */
export function nodeExceptions(hosts: readonly string[]): readonly HostException[] {
  return [
    {
      hosts,
      cases: [
        'a method in lower case',
        'an unknown method',
        'target ftp:{base}/token',
        'a negative Content-Length',
        'a Content-Length of letters',
        'two Content-Lengths',
        'Content-Length and chunks',
        'an invalid chunk size',
        'a body shorter than its Content-Length',
      ],
      status: 400,
      body: '',
      why: "Node's HTTP parser refuses invalid HTTP.",
    },
    {
      hosts,
      cases: ['Expect with an unknown value'],
      status: 417,
      body: '',
      why: 'Node itself refuses unknown expectations.',
    },
  ]
}

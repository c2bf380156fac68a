import type { HostException } from '@stream-token/conformance'
import { TokenProviderError } from '@stream-token/core'
import { problemReply } from '@stream-token/core/adapter'

const hosts = ['bun', 'deno', 'workerd']

/** What comes of it that these runtimes hand over a URL, made of the Host header and the target. */
export const RUNTIMES: readonly HostException[] = [
  {
    hosts,
    cases: ['target {base}/./token', 'target {base}/x/../token', 'target {base}\\token'],
    status: 200,
    why: 'A URL resolves dot segments, and takes a backslash for a slash, before anybody can see them.',
  },
  {
    hosts,
    cases: ['a Host that is none'],
    status: 404,
    body: problemReply(new TokenProviderError('not_found')).body,
    why: 'It makes a URL that is none: there is no path in it.',
  },
]

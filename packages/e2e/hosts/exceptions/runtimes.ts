import type { HostException } from '@stream-token/conformance'
import { TokenProviderError } from '@stream-token/core'
import { problemReply } from '@stream-token/core/adapter'

const hosts = ['bun', 'deno', 'workerd']

/** Exceptions because these runtimes create a URL from the Host header and the target. */
export const RUNTIMES: readonly HostException[] = [
  {
    hosts,
    cases: ['target {base}/./token', 'target {base}/x/../token', 'target {base}\\token'],
    status: 200,
    why: 'A `URL` resolves dot segments and turns a backslash into a slash, so the endpoint never sees them.',
  },
  {
    hosts,
    cases: ['an invalid Host'],
    status: 404,
    body: problemReply(new TokenProviderError('not_found')).body,
    why: 'The Host header makes the URL invalid, so it has no path.',
  },
]

import type { HostException } from '@stream-token/conformance'

const hosts = ['hono']

/** Exceptions because of Hono and @hono/node-server. */
export const HONO: readonly HostException[] = [
  {
    hosts,
    cases: ['target HTTP://OTHER.EXAMPLE{base}/token', 'target {base}\\token', 'an invalid Host'],
    status: 400,
    body: '',
    why: '`@hono/node-server` refuses a host and target that it cannot turn into a URL.',
  },
  {
    hosts,
    cases: ['target http://user:word@other.example:99{base}/token'],
    status: 500,
    why: 'A Web `Request` cannot have a URL with credentials.',
  },
  {
    hosts,
    cases: ['target {base}/./token', 'target {base}/x/../token'],
    status: 200,
    why: 'A `URL` resolves dot segments, so the endpoint never sees them.',
  },
  {
    hosts,
    mounts: ['prefix', 'nested'],
    cases: ['target {base}/%74oken'],
    status: 200,
    why: "Hono's `mount` decodes the path.",
  },
  {
    hosts,
    mounts: ['prefix', 'nested'],
    cases: ['TRACE'],
    status: 500,
    body: JSON.stringify({ thrown: 'TypeError' }),
    why: "Hono's `mount` copies the `Request`, and a Web `Request` cannot have the method TRACE.",
  },
]

import type { HostException } from '@stream-token/conformance'

const hosts = ['hono']

/** What @hono/node-server and Hono answer, or do to a request on its way. */
export const HONO: readonly HostException[] = [
  {
    hosts,
    cases: ['target HTTP://OTHER.EXAMPLE{base}/token', 'target {base}\\token', 'a Host that is none'],
    status: 400,
    body: '',
    why: '@hono/node-server refuses what makes no URL by its rules.',
  },
  {
    hosts,
    cases: ['target http://user:word@other.example:99{base}/token'],
    status: 500,
    why: 'A Web Request cannot be made of a URL with credentials.',
  },
  {
    hosts,
    cases: ['target {base}/./token', 'target {base}/x/../token'],
    status: 200,
    why: 'A URL resolves dot segments before anybody can see them.',
  },
  {
    hosts,
    mounts: ['prefix', 'nested'],
    cases: ['target {base}/%74oken'],
    status: 200,
    why: "Hono's mount decodes the path.",
  },
  {
    hosts,
    mounts: ['prefix', 'nested'],
    cases: ['TRACE'],
    status: 500,
    body: JSON.stringify({ thrown: 'TypeError' }),
    why: "Hono's mount copies the Request, and a Web Request cannot be made with TRACE.",
  },
]

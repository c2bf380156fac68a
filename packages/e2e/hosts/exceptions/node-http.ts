import { nodeExceptions } from '@stream-token/conformance'

/** What Node's own HTTP server answers, whatever is behind it. */
export const NODE_HTTP = nodeExceptions([
  'node:http',
  'express 5',
  'express 4',
  'connect',
  'koa 3',
  'koa 2',
  'hono',
  'next app',
  'next pages',
  'next edge',
])

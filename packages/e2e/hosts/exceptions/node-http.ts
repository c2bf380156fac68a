import { nodeExceptions } from '@stream-token/conformance'

/** Exceptions on every host that uses Node's HTTP server. */
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

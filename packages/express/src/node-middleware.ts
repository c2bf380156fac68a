import type { IncomingMessage, ServerResponse } from 'node:http'

/** Middleware that uses only Node's own request and response, so that it runs in Express and in Connect. */
export type NodeMiddleware = (
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void

import type { IncomingMessage, ServerResponse } from 'node:http'

/** Middleware that needs no more than Node's own request and response: it fits Express, and Connect as well. */
export type NodeMiddleware = (
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void

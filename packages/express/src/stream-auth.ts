import type { IncomingMessage } from 'node:http'
import type { StreamAuth } from '@stream-token/core'

declare global {
  namespace Express {
    interface Request {
      /** What the guard of this route found. */
      streamAuth?: StreamAuth
    }
  }
}

/** Kept beside the request: a property alone could be another middleware's. */
const found = new WeakMap<object, StreamAuth>()

export function setStreamAuth(req: IncomingMessage, auth: StreamAuth): void {
  found.set(req, auth)
  Object.assign(req, { streamAuth: auth })
}

/**
 * Tells whose token a request bears.
 *
 * @throws {Error} where no guard ran before this handler
 * @example
 * ```ts
 * import { getStreamAuth, streamTokenProvider } from '@stream-token/express'
 * import express from 'express'
 *
 * const app = express()
 * const stream = streamTokenProvider(() => null, {
 *   apiKey: 'key',
 *   apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
 * })
 * app.get('/me', stream.requireUser(), (req, res) => {
 *   const auth = getStreamAuth(req)
 *   res.json(auth.kind === 'user' ? { id: auth.userId } : {})
 * })
 * ```
 */
export function getStreamAuth(req: IncomingMessage): StreamAuth {
  const auth = found.get(req)
  if (auth === undefined)
    throw new Error('No guard ran: put requireUser() or requireServer() before this handler.')
  return auth
}

import type { IncomingMessage } from 'node:http'
import type { StreamAuth, StreamAuthOptions, VerifiedUserToken } from '@stream-token/core'
import { getStreamAuth as getAuth } from '@stream-token/core/adapter'

declare global {
  namespace Express {
    interface Request {
      /** The verified token, or `{ kind: 'anonymous' }`, as set by the route's guard. */
      streamAuth?: StreamAuth
    }
  }
}

/**
 * Returns the user token that the route's guard verified; with `{ anyKind: true }` also a server token or
 * `{ kind: 'anonymous' }`.
 *
 * @throws {Error} if no guard ran before this handler, or if the guard accepted another kind and `anyKind` is not set
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
 * app.get('/me', stream.requireUserToken(), (req, res) => {
 *   res.json({ id: getStreamAuth(req).userId })
 * })
 * ```
 */
export function getStreamAuth(
  req: IncomingMessage,
  options?: StreamAuthOptions & { readonly anyKind?: false | undefined },
): VerifiedUserToken
export function getStreamAuth(req: IncomingMessage, options: StreamAuthOptions): StreamAuth
export function getStreamAuth(req: IncomingMessage, options: StreamAuthOptions = {}): StreamAuth {
  return getAuth(req, options)
}

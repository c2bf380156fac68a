import type { IncomingMessage } from 'node:http'
import type { StreamAuth, StreamAuthOptions, VerifiedUserToken } from '@stream-token/core'
import { getStreamAuth as getAuth } from '@stream-token/core/adapter'

declare global {
  namespace Express {
    interface Request {
      /** What the guard of this route found. */
      streamAuth?: StreamAuth
    }
  }
}

/**
 * Returns the user token that the guard of this route accepted; with `{ anyKind: true }` also a server token, or
 * `{ kind: 'anonymous' }`.
 *
 * @throws {Error} when no guard ran before this handler, or when it found no user token and `anyKind` is not set
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

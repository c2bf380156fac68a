import type { IncomingMessage } from 'node:http'
import {
  checkFunctions,
  type Endpoint,
  type EndSession,
  faceOf,
  type GuardOptions,
  type ProviderFace,
  type ProviderOrOptions,
  resolveProvider,
  type VerifyUser,
} from '@stream-token/core'
import type { Request } from 'express'
import { createMiddleware } from './middleware.js'
import type { NodeMiddleware } from './node-middleware.js'
import { requireToken } from './require-token.js'
import { createRevokeOnLogout } from './revoke-on-logout.js'

/** The middleware, and what belongs to it. */
export interface StreamTokenMiddleware extends NodeMiddleware, ProviderFace {
  /** Lets only requests with a valid user token pass; {@link getStreamAuth} tells whose. */
  requireUser(options?: GuardOptions): NodeMiddleware
  /** Lets only requests with a valid server token pass. */
  requireServer(options?: Omit<GuardOptions, 'anonymous'>): NodeMiddleware
  /**
   * Logs a user out of all devices: ends the session by `endSession`, revokes the user's tokens, and lets the app's own
   * handler run. Where the revocation cannot be stored the answer is 503, and the handler does not run.
   */
  revokeOnLogout(endSession: EndSession<Request>): NodeMiddleware
}

/**
 * Makes the Stream token endpoint of an Express app: `POST /stream/token` below where it is mounted.
 *
 * Key and secret come from the options or from `STREAM_API_KEY` and `STREAM_API_SECRET`.
 *
 * @throws {TokenProviderError} `config_invalid`, naming what is missing or breaks a rule
 * @see https://getstream.io/chat/docs/node/tokens_and_authentication/
 * @example
 * ```ts
 * import { streamTokenProvider } from '@stream-token/express'
 * import express from 'express'
 *
 * const app = express()
 * const stream = streamTokenProvider(verifyUser, {
 *   apiKey: 'key',
 *   apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
 * })
 * app.use(stream)
 * app.get('/messages', stream.requireUser(), (_req, res) => res.json([]))
 * ```
 */
export function streamTokenProvider<Req extends Request = Request>(
  verifyUser: VerifyUser<Req>,
  options?: ProviderOrOptions<Req>,
): StreamTokenMiddleware {
  checkFunctions({ verifyUser })
  const provider = resolveProvider(options)
  // Read now, so that a missing secret stops the app and not its first user.
  void provider.apiKey
  const endpoint: Endpoint<IncomingMessage> = provider.endpoint(verifyUser)
  return Object.assign(createMiddleware(endpoint), faceOf(provider), {
    requireUser: (guard?: GuardOptions) => requireToken(provider, 'user', guard),
    requireServer: (guard?: Omit<GuardOptions, 'anonymous'>) => requireToken(provider, 'server', guard),
    revokeOnLogout: (endSession: EndSession<Request>) => createRevokeOnLogout(endpoint, endSession),
  })
}

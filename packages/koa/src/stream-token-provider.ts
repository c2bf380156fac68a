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
import type { Context, Middleware } from 'koa'
import { createMiddleware } from './middleware.js'
import { requireToken } from './require-token.js'
import { createRevokeOnLogout } from './revoke-on-logout.js'
import type { StreamState } from './stream-auth.js'

/** The middleware, and what belongs to it. */
export type StreamTokenMiddleware = Middleware &
  ProviderFace & {
    /** Lets only requests with a valid user token pass; `ctx.state.streamAuth` tells whose. */
    requireUser(options?: GuardOptions): Middleware<StreamState>
    /** Lets only requests with a valid server token pass. */
    requireServer(options?: Omit<GuardOptions, 'anonymous'>): Middleware<StreamState>
    /**
     * Logs a user out of all devices: ends the session by `endSession`, revokes the user's tokens, and lets the app's
     * own middleware run. Where the revocation cannot be stored the answer is 503, and it does not run.
     */
    revokeOnLogout(endSession: EndSession<Context>): Middleware
  }

/**
 * Makes the Stream token endpoint of a Koa app: `POST /stream/token` below where it is mounted.
 *
 * Key and secret come from the options or from `STREAM_API_KEY` and `STREAM_API_SECRET`.
 *
 * @throws {TokenProviderError} `config_invalid`, naming what is missing or breaks a rule
 * @see https://getstream.io/chat/docs/node/tokens_and_authentication/
 * @example
 * ```ts
 * import { streamTokenProvider } from '@stream-token/koa'
 * import Koa from 'koa'
 *
 * const app = new Koa()
 * const stream = streamTokenProvider(ctx => ctx.cookies.get('user', { signed: true }) ?? null, {
 *   apiKey: 'key',
 *   apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
 * })
 * app.use(stream)
 * ```
 */
export function streamTokenProvider<Ctx extends Context = Context>(
  verifyUser: VerifyUser<Ctx>,
  options?: ProviderOrOptions<Ctx>,
): StreamTokenMiddleware {
  checkFunctions({ verifyUser })
  const provider = resolveProvider(options)
  // Read now, so that a missing secret stops the app and not its first user.
  void provider.apiKey
  const endpoint: Endpoint<Context> = provider.endpoint(verifyUser)
  return Object.assign(createMiddleware(endpoint), faceOf(provider), {
    requireUser: (guard?: GuardOptions) => requireToken(provider, 'user', guard),
    requireServer: (guard?: Omit<GuardOptions, 'anonymous'>) => requireToken(provider, 'server', guard),
    revokeOnLogout: (endSession: EndSession<Context>) => createRevokeOnLogout(endpoint, endSession),
  })
}

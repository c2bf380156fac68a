import type {
  Anonymous,
  GuardOptions,
  IssuedToken,
  IssueTokenOptions,
  TokenHandlerOptions,
  VerifiedServerToken,
  VerifiedUserToken,
  VerifyUser,
} from '@stream-token/core'
import {
  type AdapterParts,
  checkCredentials,
  createGuard,
  type EndSession,
  type ProviderMethods,
  type ProviderOrOptions,
  prepareAdapter,
  type TokenGuardOptions,
} from '@stream-token/core/adapter'
import type { Context, Middleware } from 'koa'
import { createMiddleware } from './middleware.js'
import { requireToken } from './require-token.js'
import { createRevokeOnLogout } from './revoke-on-logout.js'
import type { StreamState } from './stream-auth.js'
import { createTokenHandler } from './token-handler.js'

/** Koa middleware for the token endpoint, with the provider's methods and the guards. */
export type StreamTokenMiddleware = Middleware &
  ProviderMethods & {
    /**
     * Identifies the user of a request and mints a token, without the endpoint: for a log-in response, tRPC or GraphQL.
     * @throws {TokenProviderError} what the endpoint would respond
     */
    issueToken(ctx: Context, options?: IssueTokenOptions): Promise<IssuedToken>
    /**
     * The token route alone, for a path of your choice: `router.get('/api/get-token', stream.tokenHandler())`.
     * Cross-origin pages need `router.all`, so that it also responds to preflights.
     */
    tokenHandler(options?: TokenHandlerOptions<Context>): Middleware
    /** Lets only requests with a valid user token pass; `ctx.state.streamAuth` holds the verified token. */
    requireUserToken(options?: TokenGuardOptions): Middleware<StreamState<VerifiedUserToken>>
    requireUserToken(options: GuardOptions): Middleware<StreamState<VerifiedUserToken | Anonymous>>
    /** Lets only requests with a valid server token pass; `ctx.state.streamAuth` holds the verified token. */
    requireServerToken(options?: TokenGuardOptions): Middleware<StreamState<VerifiedServerToken>>
    /**
     * Logs a user out of all devices: awaits `endSession`, revokes the user's tokens, then runs the next middleware.
     * The response is 403 to a page of another site, and if `verifyUser` throws 403; it is 503 if the revocation cannot
     * be stored.
     */
    revokeOnLogout(endSession: EndSession<Context>): Middleware
  }

/**
 * Creates the Stream token endpoint for a Koa app: `POST /stream/token`, relative to where you mount it.
 *
 * The API key and secret come from the options, or from `STREAM_API_KEY` and `STREAM_API_SECRET`.
 *
 * @throws {TokenProviderError} `config_invalid`, naming the invalid option or the missing variable
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
  const { provider, endpoint, methods }: AdapterParts<Context> = prepareAdapter(verifyUser, options)
  // A missing key or secret stops the app at startup.
  checkCredentials(provider)
  function requireUserToken(guard?: TokenGuardOptions): Middleware<StreamState<VerifiedUserToken>>
  function requireUserToken(guard: GuardOptions): Middleware<StreamState<VerifiedUserToken | Anonymous>>
  function requireUserToken(guard?: GuardOptions): Middleware<StreamState<VerifiedUserToken | Anonymous>> {
    return requireToken(createGuard(provider, 'user', guard))
  }
  return Object.assign(createMiddleware(endpoint), methods, {
    issueToken: (ctx: Context, given?: IssueTokenOptions) => endpoint.issueToken(ctx, given),
    tokenHandler: (given?: TokenHandlerOptions<Context>) => createTokenHandler(endpoint.tokenHandler(given)),
    requireUserToken,
    requireServerToken: (guard?: TokenGuardOptions) => requireToken(createGuard(provider, 'server', guard)),
    revokeOnLogout: (endSession: EndSession<Context>) => createRevokeOnLogout(endpoint, endSession),
  })
}

import type {
  Anonymous,
  GuardOptions,
  VerifiedServerToken,
  VerifiedUserToken,
  VerifyUser,
} from '@stream-token/core'
import {
  type AdapterParts,
  checkFunctions,
  createGuard,
  type EndSession,
  type ProviderMethods,
  type ProviderOrOptions,
  prepareAdapter,
  type TokenGuardOptions,
} from '@stream-token/core/adapter'
import { mapControlFlow } from './map-control-flow.js'
import { mapOptions } from './map-options.js'
import { pathBelow } from './path-below.js'
import { type GuardedHandler, type RouteContext, type RouteHandler, requireToken } from './require-token.js'
import { createRevokeOnLogout } from './revoke-on-logout.js'

/** The route handlers for `[...stream]/route.ts`, the provider's methods and the guards. */
export interface StreamTokenRoute extends ProviderMethods {
  /** Handles the endpoint's GET routes; export it from the route file. */
  GET(this: void, request: Request): Promise<Response>
  /** Handles `POST …/token` and the other POST routes; export it from the route file. */
  POST(this: void, request: Request): Promise<Response>
  /** Responds to CORS preflight requests; export it from the route file. */
  OPTIONS(this: void, request: Request): Promise<Response>
  /** Wraps a route handler so that it runs only with a valid user token, which it receives as `streamAuth`. */
  requireUserToken<Req extends Request, Context extends object = RouteContext>(
    handler: GuardedHandler<Req, Context, VerifiedUserToken>,
    options?: TokenGuardOptions,
  ): RouteHandler<Req, Omit<Context, 'streamAuth'>>
  requireUserToken<Req extends Request, Context extends object = RouteContext>(
    handler: GuardedHandler<Req, Context, VerifiedUserToken | Anonymous>,
    options: GuardOptions,
  ): RouteHandler<Req, Omit<Context, 'streamAuth'>>
  /** Wraps a route handler so that it runs only with a valid server token, which it receives as `streamAuth`. */
  requireServerToken<Req extends Request, Context extends object = RouteContext>(
    handler: GuardedHandler<Req, Context, VerifiedServerToken>,
    options?: TokenGuardOptions,
  ): RouteHandler<Req, Omit<Context, 'streamAuth'>>
  /**
   * Wraps the app's log-out handler: calls `endSession`, revokes the user's tokens on all devices, then runs the handler.
   * If the revocation cannot be stored, the response is 503 and the handler does not run.
   */
  revokeOnLogout<Req extends Request, Context extends object = RouteContext>(
    endSession: EndSession<Req>,
    handler: (request: Req, context: Context) => Response | Promise<Response>,
  ): RouteHandler<Req, Context>
}

/**
 * Creates the Stream token endpoint for Next's App Router, in a file such as `app/stream/[...stream]/route.ts`. The
 * file's place decides the URL, so the `basePath` option has no effect.
 *
 * The API key and secret come from the options or, on the first request, from `STREAM_API_KEY` and `STREAM_API_SECRET`.
 *
 * @throws {TokenProviderError} `config_invalid`, naming the invalid option
 * @see https://getstream.io/chat/docs/node/tokens_and_authentication/
 * @example
 * ```ts
 * import { streamTokenProvider } from '@stream-token/next'
 *
 * export const stream = streamTokenProvider(verifyUser, {
 *   apiKey: 'key',
 *   apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
 * })
 * export const { GET, POST, OPTIONS } = stream
 * ```
 */
export function streamTokenProvider<Req extends Request = Request>(
  verifyUser: VerifyUser<Req>,
  options?: ProviderOrOptions<Req>,
): StreamTokenRoute {
  checkFunctions({ verifyUser })
  const { provider, endpoint, methods }: AdapterParts<Request> = prepareAdapter(
    mapControlFlow(verifyUser),
    mapOptions(options),
  )
  const handle = async (request: Request): Promise<Response> => {
    const response = await endpoint.fetchWithPath(request, pathBelow)
    // Next keeps the connection open after an abandoned body, and does not notice that its client has left.
    if (response.status === 408) response.headers.set('connection', 'close')
    return response
  }
  return {
    ...methods,
    GET: handle,
    POST: handle,
    OPTIONS: handle,
    requireUserToken: <Req extends Request, Context extends object>(
      handler: GuardedHandler<Req, Context, VerifiedUserToken | Anonymous>,
      guard?: GuardOptions,
    ) =>
      requireToken<Req, Omit<Context, 'streamAuth'>, VerifiedUserToken | Anonymous>(
        createGuard(provider, 'user', guard),
        handler,
      ),
    requireServerToken: <Req extends Request, Context extends object>(
      handler: GuardedHandler<Req, Context, VerifiedServerToken>,
      guard?: TokenGuardOptions,
    ) =>
      requireToken<Req, Omit<Context, 'streamAuth'>, VerifiedServerToken>(
        createGuard(provider, 'server', guard),
        handler,
      ),
    revokeOnLogout: (endSession, handler) => createRevokeOnLogout(endpoint, endSession, handler),
  }
}

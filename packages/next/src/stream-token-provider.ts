import {
  checkFunctions,
  type Endpoint,
  type EndSession,
  faceOf,
  type GuardOptions,
  type ProviderFace,
  type ProviderOrOptions,
  type VerifyUser,
} from '@stream-token/core'
import { mapControlFlow } from './map-control-flow.js'
import { pathBelow } from './path-below.js'
import { type GuardedHandler, type RouteContext, type RouteHandler, requireToken } from './require-token.js'
import { resolveProvider } from './resolve-provider.js'
import { createRevokeOnLogout } from './revoke-on-logout.js'

/** The route handlers for `[...stream]/route.ts`, and what belongs to them. */
export interface StreamTokenRoute extends ProviderFace {
  GET(this: void, request: Request): Promise<Response>
  POST(this: void, request: Request): Promise<Response>
  OPTIONS(this: void, request: Request): Promise<Response>
  /** Wraps a route handler so that only requests with a valid user token reach it; `streamAuth` tells whose. */
  requireUser<Req extends Request, Context extends object = RouteContext>(
    handler: GuardedHandler<Req, Context>,
    options?: GuardOptions,
  ): RouteHandler<Req, Omit<Context, 'streamAuth'>>
  /** Wraps a route handler so that only requests with a valid server token reach it. */
  requireServer<Req extends Request, Context extends object = RouteContext>(
    handler: GuardedHandler<Req, Context>,
    options?: Omit<GuardOptions, 'anonymous'>,
  ): RouteHandler<Req, Omit<Context, 'streamAuth'>>
  /**
   * Wraps the app's log-out handler: logs the user out of all devices by `endSession` and a revocation, then runs it.
   * Where the revocation cannot be stored the answer is 503, and the handler does not run.
   */
  revokeOnLogout<Req extends Request, Context extends object = RouteContext>(
    endSession: EndSession<Req>,
    handler: (request: Req, context: Context) => Response | Promise<Response>,
  ): RouteHandler<Req, Context>
}

/**
 * Makes the Stream token endpoint of a Next.js app, for a file such as `app/stream/[...stream]/route.ts`; the file is the
 * mount, and `basePath` is not looked at.
 *
 * Key and secret come from the options or, on the first request, from `STREAM_API_KEY` and `STREAM_API_SECRET`.
 *
 * @throws {TokenProviderError} `config_invalid`, naming the options that break a rule
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
  const provider = resolveProvider(options)
  const endpoint: Endpoint<Request> = provider.endpoint(mapControlFlow(verifyUser))
  const answer = async (request: Request): Promise<Response> => {
    const response = await endpoint.fetchBelow(request, pathBelow)
    // Next keeps the connection of a body that is given up, and does not even see its client leave.
    if (response.status === 408) response.headers.set('connection', 'close')
    return response
  }
  return {
    ...faceOf(provider),
    GET: answer,
    POST: answer,
    OPTIONS: answer,
    requireUser: <Req extends Request, Context extends object>(
      handler: GuardedHandler<Req, Context>,
      guard?: GuardOptions,
    ) => requireToken<Req, Omit<Context, 'streamAuth'>>(provider, 'user', handler, guard),
    requireServer: <Req extends Request, Context extends object>(
      handler: GuardedHandler<Req, Context>,
      guard?: Omit<GuardOptions, 'anonymous'>,
    ) => requireToken<Req, Omit<Context, 'streamAuth'>>(provider, 'server', handler, guard),
    revokeOnLogout: (endSession, handler) => createRevokeOnLogout(endpoint, endSession, handler),
  }
}

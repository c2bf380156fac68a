import type {
  Anonymous,
  GuardOptions,
  IssueTokenOptions,
  TokenHandlerOptions,
  VerifiedServerToken,
  VerifiedUserToken,
  VerifyUser,
} from '@stream-token/core'
import {
  type AdapterParts,
  catchAllOf,
  checkFunctions,
  createGuard,
  type ProviderOrOptions,
  prepareAdapter,
  routePath,
  type TokenGuardOptions,
} from '@stream-token/core/adapter'
import { mapControlFlow } from './map-control-flow.js'
import { mapOptions } from './map-options.js'
import { type GuardedHandler, requireToken, type StreamRouteContext } from './require-token.js'
import { createRevokeOnLogout } from './revoke-on-logout.js'
import type { StreamTokenRoute } from './stream-token-route.js'

/**
 * Creates the Stream token endpoint for Next's App Router, in a file such as `app/api/stream/[...stream]/route.ts`. The
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
  const handle = async (request: Request, context?: StreamRouteContext): Promise<Response> => {
    const segments = catchAllOf(await context?.params)
    return closing(await endpoint.fetchWithPath(request, pathname => routePath(pathname, segments)))
  }
  return {
    ...methods,
    issueToken: (request: Request, given?: IssueTokenOptions) => endpoint.issueToken(request, given),
    tokenHandler(given?: TokenHandlerOptions<Request>) {
      const { fetch } = endpoint.tokenHandler(given)
      return async (request: Request) => {
        // Read before anything else and outside of every `try`: Next throws here to learn that the route is dynamic.
        request.headers.get('origin')
        return closing(await fetch(request))
      }
    },
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

/** Next keeps the connection open after an abandoned body, and does not notice that its client has left. */
function closing(response: Response): Response {
  if (response.status === 408) response.headers.set('connection', 'close')
  return response
}

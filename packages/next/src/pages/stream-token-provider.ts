import type { ServerResponse } from 'node:http'
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
import { fromNodeRequest, pathnameOf, writeReply } from '@stream-token/core/node'
import { mapControlFlow } from '../map-control-flow.js'
import { mapOptions } from '../map-options.js'
import { pathBelow } from '../path-below.js'
import type { ApiHandler, ApiRequest, ApiResponse } from './api-handler.js'
import { type GuardedApiHandler, requireToken } from './require-token.js'
import { createRevokeOnLogout } from './revoke-on-logout.js'

/** The guards and the log-out wrapper of an API route. */
export interface ApiHelpers {
  /** Wraps an API route so that it runs only with a valid user token, which it receives as `streamAuth`. */
  requireUserToken<Req extends ApiRequest, Res extends ServerResponse = ApiResponse>(
    handler: GuardedApiHandler<Req, Res, VerifiedUserToken>,
    options?: TokenGuardOptions,
  ): ApiHandler<Req, Res>
  requireUserToken<Req extends ApiRequest, Res extends ServerResponse = ApiResponse>(
    handler: GuardedApiHandler<Req, Res, VerifiedUserToken | Anonymous>,
    options: GuardOptions,
  ): ApiHandler<Req, Res>
  /** Wraps an API route so that it runs only with a valid server token, which it receives as `streamAuth`. */
  requireServerToken<Req extends ApiRequest, Res extends ServerResponse = ApiResponse>(
    handler: GuardedApiHandler<Req, Res, VerifiedServerToken>,
    options?: TokenGuardOptions,
  ): ApiHandler<Req, Res>
  /**
   * Wraps the app's log-out route: calls `endSession`, revokes the user's tokens on all devices, then runs the route.
   * If the revocation cannot be stored, the response is 503 and the route does not run.
   */
  revokeOnLogout<Req extends ApiRequest, Res extends ServerResponse = ApiResponse>(
    endSession: EndSession<Req>,
    handler: (req: Req, res: Res) => unknown,
  ): ApiHandler<Req, Res>
}

/** The API route for `pages/api/stream/[...stream].ts`, with the provider's methods and the guards. */
export type StreamTokenHandler = ApiHandler & ProviderMethods & ApiHelpers

/**
 * Creates the Stream token endpoint for Next's Pages Router, in a file such as `pages/api/stream/[...stream].ts`. The
 * file's place decides the URL, so the `basePath` option has no effect.
 *
 * The API key and secret come from the options or, on the first request, from `STREAM_API_KEY` and `STREAM_API_SECRET`.
 *
 * @throws {TokenProviderError} `config_invalid`, naming the invalid option
 * @see https://getstream.io/chat/docs/node/tokens_and_authentication/
 * @example
 * ```ts
 * import { streamTokenProvider } from '@stream-token/next/pages'
 *
 * // Optional: without Next's body parser, the endpoint reads the body itself and enforces bodyLimit.
 * export const config = { api: { bodyParser: false } }
 *
 * export default streamTokenProvider(req => (req.headers.cookie === undefined ? null : 'john'), {
 *   apiKey: 'key',
 *   apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
 * })
 * ```
 */
export function streamTokenProvider<Req extends ApiRequest = ApiRequest>(
  verifyUser: VerifyUser<Req>,
  options?: ProviderOrOptions<Req>,
): StreamTokenHandler {
  checkFunctions({ verifyUser })
  const { provider, endpoint, methods }: AdapterParts<ApiRequest> = prepareAdapter(
    mapControlFlow(verifyUser),
    mapOptions(options),
  )
  const handler: ApiHandler = async (req, res) => {
    const facts = { raw: req, parsed: () => req.body, address: req.socket.remoteAddress }
    const request = fromNodeRequest(req, res, { path: pathBelow(pathnameOf(req)), ...facts })
    writeReply(res, await endpoint.respond(request))
  }
  const helpers: ApiHelpers = {
    requireUserToken: <Req extends ApiRequest, Res extends ServerResponse>(
      guarded:
        | GuardedApiHandler<Req, Res, VerifiedUserToken>
        | GuardedApiHandler<Req, Res, VerifiedUserToken | Anonymous>,
      guard?: GuardOptions,
    ) => {
      const handler: GuardedApiHandler<Req, Res, VerifiedUserToken | Anonymous> = guarded
      return requireToken(createGuard(provider, 'user', guard), handler)
    },
    requireServerToken: (guarded, guard) => requireToken(createGuard(provider, 'server', guard), guarded),
    revokeOnLogout: (endSession, own) => createRevokeOnLogout(endpoint, endSession, own),
  }
  return Object.assign(handler, methods, helpers)
}

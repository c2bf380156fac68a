import type { ServerResponse } from 'node:http'
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
import { fromNodeRequest, pathnameOf, writeReply } from '@stream-token/core/node'
import { mapControlFlow } from '../map-control-flow.js'
import { pathBelow } from '../path-below.js'
import { resolveProvider } from '../resolve-provider.js'
import type { ApiHandler, ApiRequest, ApiResponse } from './api-handler.js'
import { type GuardedApiHandler, requireToken } from './require-token.js'
import { createRevokeOnLogout } from './revoke-on-logout.js'

/** The API route for `pages/api/stream/[...stream].ts`, and what belongs to it. */
export type StreamTokenHandler = ApiHandler &
  ProviderFace & {
    /** Wraps an API route so that only requests with a valid user token reach it; `streamAuth` tells whose. */
    requireUser<Req extends ApiRequest, Res extends ServerResponse = ApiResponse>(
      handler: GuardedApiHandler<Req, Res>,
      options?: GuardOptions,
    ): ApiHandler<Req, Res>
    /** Wraps an API route so that only requests with a valid server token reach it. */
    requireServer<Req extends ApiRequest, Res extends ServerResponse = ApiResponse>(
      handler: GuardedApiHandler<Req, Res>,
      options?: Omit<GuardOptions, 'anonymous'>,
    ): ApiHandler<Req, Res>
    /** Wraps the app's log-out route: logs the user out of all devices, then runs it; 503 where that is not stored. */
    revokeOnLogout<Req extends ApiRequest, Res extends ServerResponse = ApiResponse>(
      endSession: EndSession<Req>,
      handler: (req: Req, res: Res) => unknown,
    ): ApiHandler<Req, Res>
  }

/**
 * Makes the Stream token endpoint of the Pages Router, for a file such as `pages/api/stream/[...stream].ts`; the file is
 * the mount, and `basePath` is not looked at.
 *
 * Key and secret come from the options or, on the first request, from `STREAM_API_KEY` and `STREAM_API_SECRET`.
 *
 * @throws {TokenProviderError} `config_invalid`, naming the options that break a rule
 * @see https://getstream.io/chat/docs/node/tokens_and_authentication/
 * @example
 * ```ts
 * import { streamTokenProvider } from '@stream-token/next/pages'
 *
 * // Next's body parser may stay on; without it the endpoint reads the body itself, within bodyLimit.
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
  const provider = resolveProvider(options)
  const endpoint: Endpoint<ApiRequest> = provider.endpoint(mapControlFlow(verifyUser))
  const handler: ApiHandler = async (req, res) => {
    const facts = { raw: req, parsed: () => req.body, address: req.socket.remoteAddress }
    const request = fromNodeRequest(req, res, { path: pathBelow(pathnameOf(req)), ...facts })
    writeReply(res, await endpoint.answer(request))
  }
  const helpers: Omit<StreamTokenHandler, keyof ProviderFace> = {
    requireUser: (guarded, guard) => requireToken(provider, 'user', guarded, guard),
    requireServer: (guarded, guard) => requireToken(provider, 'server', guarded, guard),
    revokeOnLogout: (endSession, own) => createRevokeOnLogout(endpoint, endSession, own),
  }
  return Object.assign(handler, faceOf(provider), helpers)
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type {
  Anonymous,
  GuardOptions,
  IssuedToken,
  IssueTokenOptions,
  TokenHandlerOptions,
  VerifiedServerToken,
  VerifiedUserToken,
  VerifyUserContext,
  VerifyUserResult,
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
import { writeReply } from '@stream-token/core/node'
import { mapControlFlow } from '../map-control-flow.js'
import { mapOptions } from '../map-options.js'
import type { ApiHandler, ApiRequest, ApiResponse } from './api-handler.js'
import { describeRequest } from './describe-request.js'
import { type GuardedApiHandler, requireToken } from './require-token.js'
import { createRevokeOnLogout } from './revoke-on-logout.js'

/** What `verifyUser` receives besides the request. */
export interface ApiIssueTokenOptions extends IssueTokenOptions {
  readonly res?: ServerResponse | undefined
}

/** The guards and the log-out wrapper of an API route. */
export interface ApiHelpers {
  /**
   * Identifies the user of a request and mints a token, without the endpoint: `issueToken(req, { res })` in
   * `getServerSideProps` or an API route.
   * @throws {TokenProviderError} what the endpoint would respond
   */
  issueToken(req: IncomingMessage, options?: ApiIssueTokenOptions): Promise<IssuedToken>
  /** The token route alone, for an API route of your choice: `export default stream.tokenHandler()`. */
  tokenHandler(options?: TokenHandlerOptions<ApiRequest>): ApiHandler
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
   * Wraps the app's log-out route: awaits `endSession`, revokes the user's tokens on all devices, then runs the route.
   * The response is 403 to a page of another site, and if `verifyUser` throws 403; it is 503 if the revocation cannot be
   * stored.
   */
  revokeOnLogout<Req extends ApiRequest, Res extends ServerResponse = ApiResponse>(
    endSession: EndSession<Req>,
    handler: (req: Req, res: Res) => unknown,
  ): ApiHandler<Req, Res>
}

/** The API route for `pages/api/stream/[...stream].ts`, with the provider's methods and the guards. */
export type StreamTokenHandler = ApiHandler & ProviderMethods & ApiHelpers

/** `verifyUser` of the Pages Router: it also receives `res`, which libraries such as Auth.js read the session with. */
export type VerifyApiUser<Req> = VerifyWith<Req, VerifyUserContext & { readonly res: ServerResponse }>

/** Declared as a method, so that a function that needs `res` fits where core passes it without knowing its type. */
type VerifyWith<Req, Context> = {
  verify(req: Req, context: Context): VerifyUserResult | Promise<VerifyUserResult>
}['verify']

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
  verifyUser: VerifyApiUser<Req>,
  options?: ProviderOrOptions<Req>,
): StreamTokenHandler {
  checkFunctions({ verifyUser })
  const verify: VerifyWith<Req, VerifyUserContext> = mapControlFlow(verifyUser)
  const parts: AdapterParts<IncomingMessage> = prepareAdapter(verify, mapOptions(options))
  const { provider, endpoint, methods } = parts
  const handler: ApiHandler = async (req, res) => {
    writeReply(res, await endpoint.respond(describeRequest(req, res)))
  }
  const helpers: ApiHelpers = {
    issueToken: (req, given) => endpoint.issueToken(req, given),
    tokenHandler(given) {
      const own = endpoint.tokenHandler(given)
      return async (req, res) => writeReply(res, await own.respond(describeRequest(req, res)))
    },
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

import type { IncomingMessage } from 'node:http'
import type {
  GuardOptions,
  IssuedToken,
  IssueTokenOptions,
  TokenHandlerOptions,
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
import type { Request } from 'express'
import { createMiddleware } from './middleware.js'
import type { NodeMiddleware } from './node-middleware.js'
import { requireToken } from './require-token.js'
import { createRevokeOnLogout } from './revoke-on-logout.js'
import { createTokenHandler } from './token-handler.js'

/** Express middleware for the token endpoint, with the provider's methods and the guards. */
export interface StreamTokenMiddleware extends NodeMiddleware, ProviderMethods {
  /**
   * Identifies the user of a request and mints a token, without the endpoint: for a log-in response, tRPC or GraphQL.
   * @throws {TokenProviderError} what the endpoint would respond
   */
  issueToken(req: Request, options?: IssueTokenOptions): Promise<IssuedToken>
  /**
   * The token route alone, for a path of your choice: `app.get('/api/get-token', stream.tokenHandler())`. Cross-origin
   * pages need `app.all`, so that it also responds to preflights. Connect needs the path too, `use(path, …)`:
   * only in Express is a missing one detected.
   */
  tokenHandler(options?: TokenHandlerOptions<Request>): NodeMiddleware
  /** Lets only requests with a valid user token pass; read it with `getStreamAuth(req)`. */
  requireUserToken(options?: GuardOptions): NodeMiddleware
  /** Lets only requests with a valid server token pass; read it with `getStreamAuth(req, { anyKind: true })`. */
  requireServerToken(options?: TokenGuardOptions): NodeMiddleware
  /**
   * Logs a user out of all devices: awaits `endSession`, revokes the user's tokens, then runs the next handler. The
   * response is 403 to a page of another site, and if `verifyUser` throws 403; it is 503 if the revocation cannot be stored.
   */
  revokeOnLogout(endSession: EndSession<Request>): NodeMiddleware
}

/**
 * Creates the Stream token endpoint for an Express app: `POST /stream/token`, relative to where you mount it.
 *
 * The API key and secret come from the options, or from `STREAM_API_KEY` and `STREAM_API_SECRET`.
 *
 * @throws {TokenProviderError} `config_invalid`, naming the invalid option or the missing variable
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
 * app.get('/messages', stream.requireUserToken(), (_req, res) => res.json([]))
 * ```
 */
export function streamTokenProvider<Req extends Request = Request>(
  verifyUser: VerifyUser<Req>,
  options?: ProviderOrOptions<Req>,
): StreamTokenMiddleware {
  const { provider, endpoint, methods }: AdapterParts<IncomingMessage> = prepareAdapter(verifyUser, options)
  // A missing key or secret stops the app at startup.
  checkCredentials(provider)
  return Object.assign(createMiddleware(endpoint), methods, {
    issueToken: (req: Request, given?: IssueTokenOptions) => endpoint.issueToken(req, given),
    tokenHandler: (given?: TokenHandlerOptions<Request>) => createTokenHandler(endpoint.tokenHandler(given)),
    requireUserToken: (guard?: GuardOptions) => requireToken(createGuard(provider, 'user', guard)),
    requireServerToken: (guard?: TokenGuardOptions) => requireToken(createGuard(provider, 'server', guard)),
    revokeOnLogout: (endSession: EndSession<Request>) => createRevokeOnLogout(endpoint, endSession),
  })
}

import type {
  Anonymous,
  GuardOptions,
  IssuedToken,
  IssueTokenOptions,
  TokenHandlerOptions,
  VerifiedServerToken,
  VerifiedUserToken,
} from '@stream-token/core'
import type { EndSession, ProviderMethods, TokenGuardOptions } from '@stream-token/core/adapter'
import type { GuardedHandler, RouteContext, RouteHandler, StreamRouteContext } from './require-token.js'

/** The route handlers for `[...stream]/route.ts`, the provider's methods and the guards. */
export interface StreamTokenRoute extends ProviderMethods {
  /** Handles the endpoint's GET routes; export it from the route file. */
  GET(this: void, request: Request, context?: StreamRouteContext): Promise<Response>
  /** Handles `POST …/token` and the other POST routes; export it from the route file. */
  POST(this: void, request: Request, context?: StreamRouteContext): Promise<Response>
  /** Responds to CORS preflight requests; export it from the route file. */
  OPTIONS(this: void, request: Request, context?: StreamRouteContext): Promise<Response>
  /**
   * Identifies the user of a request and mints a token, without the endpoint: for server actions, tRPC or a log-in response.
   * @throws {TokenProviderError} what the endpoint would respond
   */
  issueToken(request: Request, options?: IssueTokenOptions): Promise<IssuedToken>
  /**
   * The token route alone, for a `route.ts` of your choice: `export const GET = stream.tokenHandler()`. Cross-origin pages
   * need it as `OPTIONS` too.
   */
  tokenHandler(options?: TokenHandlerOptions<Request>): (request: Request) => Promise<Response>
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
   * Wraps the app's log-out handler: awaits `endSession`, revokes the user's tokens on all devices, then runs the handler.
   * The response is 403 to a page of another site, and if `verifyUser` throws 403; it is 503 if the revocation cannot be
   * stored.
   */
  revokeOnLogout<Req extends Request, Context extends object = RouteContext>(
    endSession: EndSession<Req>,
    handler: RouteHandler<Req, Context>,
  ): RouteHandler<Req, Context>
}

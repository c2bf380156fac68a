import type { IssuedToken } from '../http/issued-reply.js'
import type { TokenReply } from '../http/token-reply.js'
import type { TokenRequest } from '../http/token-request.js'
import type { TokenHandlerOptions } from './issue-token.js'

/**
 * The app's function that ends the session of a request; it may return a promise.
 *
 * Declared as a method, which makes its parameter bivariant: the app can narrow the type of the request.
 */
export type EndSession<Raw> = { end(raw: Raw): unknown }['end']

/** What `verifyUser` receives from a caller of `issueToken`. */
export interface IssueTokenOptions {
  /** A JSON object, as the body of a request would be. Default `{}`. */
  readonly body?: Readonly<Record<string, unknown>> | undefined
}

/** The token route without a path. */
export interface TokenHandler<Raw> {
  /** Responds to a request whose path the app has matched. */
  respond(request: TokenRequest<Raw>): Promise<TokenReply>
  /** Responds to a Web request. */
  fetch(this: void, request: Request & Raw): Promise<Response>
}

/** The routes of one app, below the mount and `basePath`. */
export interface Endpoint<Raw> {
  /** Returns a route's path below `basePath`; undefined: no route matches, pass the request on. */
  locate(pathname: string): string | undefined
  /**
   * Responds to a request for one of the routes; undefined: no route matches, pass the request on.
   * @throws {TokenProviderError} only with `onServerError: 'forward'`: what would be a 500
   */
  handle(request: TokenRequest<Raw>): Promise<TokenReply | undefined>
  /** Like `handle`, for hosts without a next handler: other paths get 404, and OPTIONS gets the allowed methods. */
  respond(request: TokenRequest<Raw>): Promise<TokenReply>
  /**
   * Ends the session, then revokes the user's tokens on all devices; undefined: continue with the app's own handler. The
   * body belongs to the app: `verifyUser` receives what a parser has left, as `parsed` returns it.
   * @throws what `endSession` throws
   */
  logOut(
    request: TokenRequest<Raw>,
    endSession: EndSession<Raw>,
    parsed?: () => unknown,
  ): Promise<TokenReply | undefined>
  /**
   * Identifies the user of a request and mints a token, without HTTP: for server actions, tRPC, GraphQL, or the app's own
   * log-in response. There is no origin rule and no limit by address.
   * @throws {TokenProviderError} what the token route would respond
   */
  issueToken(raw: Raw, options?: IssueTokenOptions): Promise<IssuedToken>
  /** Creates the token route for a path of the app's own: GET and POST, wherever the app routes them. */
  tokenHandler(options?: TokenHandlerOptions<Raw>): TokenHandler<Raw>
  /** Responds to a Web request, for hosts with a `fetch` handler; other paths get 404. */
  fetch(this: void, request: Request & Raw): Promise<Response>
  /** Like `fetch`, for hosts with a mount: `pathOf` returns the path below the mount and `basePath`. */
  fetchWithPath(request: Request & Raw, pathOf: (pathname: string) => string): Promise<Response>
}

/** A path with its methods. */
export interface Route<Raw> {
  readonly methods: readonly ('GET' | 'POST')[]
  /** Whether the origin rule applies, whatever the method. */
  readonly checksOrigin: boolean
  /** Whether a path below the mount and `basePath` belongs to this route. */
  matches(path: string): boolean
  respond(request: TokenRequest<Raw>): Promise<TokenReply>
}

/**
 * Creates `locate`. It matches exact routes and not everything below `basePath`: hosts pass all other requests on at
 * once, and with an empty `basePath` those are all other requests of the app.
 */
export function createLocate(
  basePath: string,
  routes: readonly Pick<Route<never>, 'matches'>[],
): Endpoint<unknown>['locate'] {
  return pathname => {
    if (!pathname.startsWith(`${basePath}/`)) return undefined
    const path = pathname.slice(basePath.length)
    return routes.some(route => route.matches(path)) ? path : undefined
  }
}

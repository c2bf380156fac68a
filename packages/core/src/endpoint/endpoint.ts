import { ERROR_REASONS } from '../errors/error-reasons.js'
import { isTokenProviderError, TokenProviderError, withCause } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import { emptyReply, problemReply, refuse, type TokenReply } from '../http/token-reply.js'
import type { TokenRequest } from '../http/token-request.js'
import type { OriginRule } from './origin.js'

/**
 * The app's function that ends the session of a request; it may return a promise.
 *
 * Declared as a method, which makes its parameter bivariant: the app can narrow the type of the request.
 */
export type EndSession<Raw> = { end(raw: Raw): unknown }['end']

/** A log-out request as an adapter describes it. */
export interface LogOutRequest<Raw> extends Pick<TokenRequest<Raw>, 'raw' | 'signal'> {
  /** Returns the body that a body parser has left, for `verifyUser`. The stream belongs to the app and is not read. */
  readonly parsed?: () => unknown
}

/** The routes of one app, below the mount and `basePath`. */
export interface Endpoint<Raw> {
  /** Returns a route's path below `basePath`; undefined: no route matches, pass the request on. */
  locate(pathname: string): string | undefined
  /** Responds to a request for one of the routes; undefined: no route matches, pass the request on. Never rejects. */
  handle(request: TokenRequest<Raw>): Promise<TokenReply | undefined>
  /** Like `handle`, for hosts without a next handler: other paths get 404, and OPTIONS gets the allowed methods. */
  respond(request: TokenRequest<Raw>): Promise<TokenReply>
  /**
   * Calls `endSession`, then revokes the user's tokens; undefined: continue with the app's own handler.
   * @throws what `endSession` throws
   */
  logOut(request: LogOutRequest<Raw>, endSession: EndSession<Raw>): Promise<TokenReply | undefined>
  /** Responds to a Web request, for hosts with a `fetch` handler; other paths get 404. */
  fetch(this: void, request: Request & Raw): Promise<Response>
  /** Like `fetch`, for hosts with a mount: `pathOf` returns the path below the mount and `basePath`. */
  fetchWithPath(request: Request & Raw, pathOf: (pathname: string) => string): Promise<Response>
}

/** A path with its one method. */
export interface Route<Raw> {
  readonly method: 'GET' | 'POST'
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

/** Returns the value of `Allow` for a route. */
export function methodsOf(route: Route<never>): string {
  return `${route.method}, OPTIONS`
}

/**
 * Creates `handle`, with these steps: path, CORS headers, preflight, method, origin rule, response. What a step throws
 * becomes the reply.
 */
export function createHandle<Raw>(
  routes: readonly Route<Raw>[],
  origin: OriginRule,
  emit: Emit,
): Endpoint<Raw>['handle'] {
  async function respond(request: TokenRequest<Raw>, route: Route<Raw>): Promise<TokenReply | undefined> {
    if (request.method === 'OPTIONS') return origin.preflight(request, methodsOf(route))
    if (request.method !== route.method) {
      throw new TokenProviderError('method_not_allowed', { headers: { allow: methodsOf(route) } })
    }
    if (route.method === 'POST') origin.check(request)
    return route.respond(request)
  }

  return async request => {
    const route = routes.find(candidate => candidate.matches(request.path))
    if (route === undefined) return undefined
    let shared = origin.vary
    try {
      shared = origin.headers(request)
      const reply = await respond(request, route)
      return reply && withHeaders(reply, shared)
    } catch (thrown) {
      return withHeaders(refuse(errorOf(thrown), emit), shared)
    }
  }
}

/** Creates `respond`, which also responds if no route matches. */
export function createRespond<Raw>(
  handle: Endpoint<Raw>['handle'],
  routes: readonly Route<Raw>[],
  origin: OriginRule,
): Endpoint<Raw>['respond'] {
  return async request => {
    const reply = await handle(request)
    if (reply !== undefined) return reply
    const route =
      request.method === 'OPTIONS' ? routes.find(({ matches }) => matches(request.path)) : undefined
    const fallback =
      route === undefined
        ? problemReply(new TokenProviderError('not_found'))
        : emptyReply(204, { allow: methodsOf(route) })
    return withHeaders(fallback, originHeaders(request, origin))
  }
}

/** Returns the CORS headers, or only `Vary` if the app's function `allowedOrigins` throws. */
function originHeaders(request: TokenRequest<unknown>, origin: OriginRule): Readonly<Record<string, string>> {
  try {
    return origin.headers(request)
  } catch {
    return origin.vary
  }
}

/** Converts what was thrown into an error of a known reason; another version of this package may have other reasons. */
function errorOf(thrown: unknown): TokenProviderError {
  try {
    if (isTokenProviderError(thrown) && Object.hasOwn(ERROR_REASONS, thrown.reason)) return thrown
  } catch {}
  return withCause(new TokenProviderError('internal_error'), thrown)
}

function withHeaders(reply: TokenReply, headers: Readonly<Record<string, string>>): TokenReply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}

import { ERROR_REASONS } from '../errors/error-reasons.js'
import { isTokenProviderError, TokenProviderError, withCause } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import { emptyReply, problemReply, refuse, type TokenReply } from '../http/token-reply.js'
import type { TokenRequest } from '../http/token-request.js'
import type { OriginRule } from './origin.js'

/**
 * The app's own end of a session, by the framework's request; may answer a promise.
 *
 * A member's type, so that it takes a request of an app where any request is meant.
 */
export type EndSession<Raw> = { end(raw: Raw): unknown }['end']

/** What an adapter hands over of a request to log out. */
export interface LogOutRequest<Raw> extends Pick<TokenRequest<Raw>, 'raw' | 'signal'> {
  /** Looks for the body that a parser has left, for `verifyUser`; the stream is the app's. */
  readonly parsed?: () => unknown
}

/** The routes of one app, below mount and `basePath`. */
export interface Endpoint<Raw> {
  /** The path of one of the routes, below `basePath`; undefined: not ours, pass it on. */
  locate(pathname: string): string | undefined
  /** Answers a request for one of the routes; undefined: not ours, pass it on. Never rejects. */
  handle(request: TokenRequest<Raw>): Promise<TokenReply | undefined>
  /** The same for hosts with no one to pass a request on to: what is not ours gets 404, and OPTIONS the methods. */
  respond(request: TokenRequest<Raw>): Promise<TokenReply>
  /** Ends a session and revokes the user's tokens; undefined: done, go on to the app's own handler. */
  logOut(request: LogOutRequest<Raw>, endSession: EndSession<Raw>): Promise<TokenReply | undefined>
  /** Answers a Web request, for hosts that speak `fetch`; other paths get 404. */
  fetch(this: void, request: Request & Raw): Promise<Response>
  /** The same, where the host finds the path below the mount. */
  fetchWithPath(request: Request & Raw, pathOf: (pathname: string) => string): Promise<Response>
}

/** A path with the one method that it answers to. */
export interface Route<Raw> {
  readonly method: 'GET' | 'POST'
  /** Whether a path, below mount and `basePath`, is this route's. */
  matches(path: string): boolean
  respond(request: TokenRequest<Raw>): Promise<TokenReply>
}

/**
 * Finds the routes' paths. It tells them from all others, and not only those below `basePath`, since a host passes on at
 * once what is not ours: with an empty `basePath` that is every other request of the app.
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

/** What `Allow` says of a route. */
export function methodsOf(route: Route<never>): string {
  return `${route.method}, OPTIONS`
}

/**
 * Walks a request to its route: path, origin's headers, preflight, method, origin rule, answer. What is thrown on the
 * way becomes the reply.
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

/** Answers also what is not ours. */
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
    const own =
      route === undefined
        ? problemReply(new TokenProviderError('not_found'))
        : emptyReply(204, { allow: methodsOf(route) })
    return withHeaders(own, originHeaders(request, origin))
  }
}

/** An origin that cannot be judged is told what holds for all. */
function originHeaders(request: TokenRequest<unknown>, origin: OriginRule): Readonly<Record<string, string>> {
  try {
    return origin.headers(request)
  } catch {
    return origin.vary
  }
}

/** What was thrown as an error that can be answered; another version's copy may have reasons that are unknown here. */
function errorOf(thrown: unknown): TokenProviderError {
  try {
    if (isTokenProviderError(thrown) && Object.hasOwn(ERROR_REASONS, thrown.reason)) return thrown
  } catch {}
  return withCause(new TokenProviderError('internal_error'), thrown)
}

function withHeaders(reply: TokenReply, headers: Readonly<Record<string, string>>): TokenReply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}

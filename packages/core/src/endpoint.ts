import { causeOf, isTokenProviderError, TokenProviderError, withCause } from './errors.js'
import type { Emit } from './events.js'
import { problemReply, type TokenReply, type TokenRequest } from './http.js'
import type { OriginRule } from './origin.js'

/** The routes of one app, below mount and `basePath`. */
export interface Endpoint<Raw> {
  /** The path below `basePath`, or undefined where a path is not below it. */
  locate(pathname: string): string | undefined
  /** Answers a request for one of the routes; undefined: not ours, pass it on. Never rejects. */
  handle(request: TokenRequest<Raw>): Promise<TokenReply | undefined>
  /** Answers a Web request, for hosts that speak `fetch`; other paths get 404. */
  fetch(request: Request & Raw): Promise<Response>
}

/** A path with the one method that it answers to. */
export interface Route<Raw> {
  readonly path: string
  readonly method: 'GET' | 'POST'
  readonly answer: (request: TokenRequest<Raw>) => Promise<TokenReply>
}

/** Finds what is below `basePath` in a path; undefined where it is not below it. */
export function createLocate(basePath: string): Endpoint<unknown>['locate'] {
  return pathname => (pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : undefined)
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
  async function answer(request: TokenRequest<Raw>, route: Route<Raw>): Promise<TokenReply | undefined> {
    if (request.method === 'OPTIONS') return origin.preflight(request, methodsOf(route))
    if (request.method !== route.method) {
      throw new TokenProviderError('method_not_allowed', { headers: { allow: methodsOf(route) } })
    }
    if (route.method === 'POST') origin.check(request)
    return route.answer(request)
  }

  return async request => {
    const route = routes.find(({ path }) => path === request.path)
    if (route === undefined) return undefined
    let shared: Readonly<Record<string, string>> = {}
    try {
      shared = origin.headers(request)
      const reply = await answer(request, route)
      return reply && withHeaders(reply, shared)
    } catch (thrown) {
      const error = isTokenProviderError(thrown)
        ? thrown
        : withCause(new TokenProviderError('internal_error'), thrown)
      const { reason, message, action } = error
      emit({ type: 'refused', reason, message, ...(action !== undefined && { action }) }, causeOf(error))
      return withHeaders(problemReply(error), shared)
    }
  }
}

function withHeaders(reply: TokenReply, headers: Readonly<Record<string, string>>): TokenReply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}

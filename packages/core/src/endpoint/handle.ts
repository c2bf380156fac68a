import { ERROR_REASONS } from '../errors/error-reasons.js'
import { causeOf, isTokenProviderError, TokenProviderError, withCause } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import { notifyRefusal } from '../events/notify-refusal.js'
import { emptyReply, problemReply, type TokenReply, withHeaders } from '../http/token-reply.js'
import type { TokenRequest } from '../http/token-request.js'
import { isPromise } from '../primitives/waiting.js'
import type { Endpoint, Route } from './endpoint.js'
import type { OriginRule } from './origin.js'

/** The end of every refused request. */
export interface Refuse {
  /** Notifies the app's listener of what was thrown, and returns it as an error with a reason. */
  notify(thrown: unknown, remedy?: string): TokenProviderError
  /**
   * Does the same and returns the reply.
   * @throws {TokenProviderError} with `onServerError: 'forward'`: a server error, with its cause
   */
  reply(thrown: unknown, remedy?: string): TokenReply
}

/** Creates the end of every refused request. */
export function createRefuse(emit: Emit, onServerError: 'respond' | 'forward'): Refuse {
  const notify = (thrown: unknown, remedy?: string): TokenProviderError => {
    const error = errorOf(thrown)
    notifyRefusal(error, emit, remedy)
    return error
  }
  return {
    notify,
    reply(thrown, remedy) {
      const error = notify(thrown, remedy)
      if (onServerError === 'respond' || error.status !== 500) return problemReply(error)
      throw Object.defineProperty(error, 'cause', {
        value: causeOf(error),
        configurable: true,
        writable: true,
      })
    },
  }
}

/** Responds to a request of a route that is already found; with `other` to OPTIONS without `allowedOrigins`. */
export type HandleRoute<Raw> = <Other>(
  request: TokenRequest<Raw>,
  route: Route<Raw>,
  other: (route: Route<Raw>) => Other,
) => Promise<TokenReply | Other>

/** Creates the steps of a request: CORS headers, preflight, method, origin rule, response. */
export function createHandleRoute<Raw>(
  origin: OriginRule,
  refuse: Refuse,
  load: () => Promise<void> | undefined,
): HandleRoute<Raw> {
  return async (request, route, other) => {
    const judged = origin.judge(request)
    const verdict = isPromise(judged) ? await judged : judged
    const headers = origin.headers(verdict)
    try {
      const { method } = request
      if (method === 'OPTIONS') {
        const reply = origin.preflight(verdict, request, methodsOf(route))
        return reply === undefined ? other(route) : withHeaders(reply, headers)
      }
      if (!route.methods.some(own => own === method)) throw methodNotAllowed(route)
      if (route.checksOrigin) origin.check(request, verdict)
      const loading = load()
      if (loading !== undefined) await loading
      return withHeaders(await route.respond(request), headers)
    } catch (thrown) {
      return withHeaders(refuse.reply(thrown, remedyFor(thrown, request)), headers)
    }
  }
}

/** Creates `handle`: finds the route, and passes on what belongs to none. */
export function createHandle<Raw>(
  routes: readonly Route<Raw>[],
  handleRoute: HandleRoute<Raw>,
): Endpoint<Raw>['handle'] {
  return async request => {
    const route = routes.find(candidate => candidate.matches(request.path))
    return route === undefined ? undefined : handleRoute(request, route, () => undefined)
  }
}

/** Creates `respond`, which also responds if no route matches, and to OPTIONS without `allowedOrigins`. */
export function createRespond<Raw>(
  routes: readonly Route<Raw>[],
  handleRoute: HandleRoute<Raw>,
  origin: OriginRule,
): Endpoint<Raw>['respond'] {
  const allow = (route: Route<Raw>): TokenReply => emptyReply(204, { allow: methodsOf(route) })
  const notFound = async (request: TokenRequest<Raw>): Promise<TokenReply> =>
    withHeaders(
      problemReply(new TokenProviderError('not_found')),
      origin.headers(await origin.judge(request)),
    )
  return request => {
    const route = routes.find(candidate => candidate.matches(request.path))
    return route === undefined ? notFound(request) : handleRoute(request, route, allow)
  }
}

/** Returns the value of `Allow` for a route. */
function methodsOf({ methods }: Route<never>): string {
  return [...methods, 'OPTIONS'].join(', ')
}

function methodNotAllowed(route: Route<never>): TokenProviderError {
  return new TokenProviderError('method_not_allowed', { headers: { allow: methodsOf(route) } })
}

/** Converts what was thrown into an error of a known reason; another version of this package may have other reasons. */
function errorOf(thrown: unknown): TokenProviderError {
  try {
    if (isTokenProviderError(thrown) && Object.hasOwn(ERROR_REASONS, thrown.reason)) return thrown
  } catch {}
  return withCause(new TokenProviderError('internal_error'), thrown)
}

/**
 * A signed-out user and a middleware before its session look the same to `verifyUser`, but not here. A client with
 * another credential needs no session: its cookies may be anything.
 */
function remedyFor(thrown: unknown, request: TokenRequest<unknown>): string | undefined {
  if (!isTokenProviderError(thrown) || thrown.reason !== 'unauthenticated') return undefined
  if (request.headers('cookie').length === 0 || request.headers('authorization').length > 0) return undefined
  if (request.hasSession?.() !== false) return undefined
  return 'The request has a Cookie header and no session: mount this middleware after the session middleware.'
}

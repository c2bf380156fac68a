import { addLazySignal } from '../http/lazy-signal.js'
import type { TokenReply } from '../http/token-reply.js'
import type { TokenRequest } from '../http/token-request.js'
import { readWebBody } from '../http/web-body.js'
import type { Endpoint } from './endpoint.js'

/** Statuses with which a Web Response must not have a body. */
const EMPTY: ReadonlySet<number> = new Set([204, 304])

/** Replaces an invalid URL: Bun, Deno and Workers put the unchecked Host header into it. No route matches. */
const NO_ROUTE = new URL('about:blank')

/** Creates the endpoint's methods for Web Request and Response. */
export function createFetch<Raw>(
  respond: Endpoint<Raw>['respond'],
  locate: Endpoint<Raw>['locate'],
): Pick<Endpoint<Raw>, 'fetch' | 'fetchWithPath'> {
  const respondAt = (request: Request & Raw, url: URL, path: string): Promise<Response> =>
    respond(fromWebRequest(request, url, path)).then(toResponse)
  return {
    fetchWithPath(request, pathOf) {
      const url = urlOf(request)
      return respondAt(request, url, pathOf(url.pathname))
    },
    // Declares one parameter only: hosts pass more (Workers an environment, Bun its server).
    fetch(request) {
      const url = urlOf(request)
      return respondAt(request, url, locate(url.pathname) ?? '')
    },
  }
}

/** Returns the URL of a Web request; one without a route if it is invalid. */
function urlOf({ url }: Request): URL {
  try {
    return new URL(url)
  } catch {
    return NO_ROUTE
  }
}

/** Describes a Web request to the endpoint. The body and the signal are not touched before the endpoint needs them. */
export function fromWebRequest<Raw>(
  request: Request & Raw,
  url: URL = urlOf(request),
  path = '',
): TokenRequest<Raw> {
  // Once: in Next the request is a proxy, which checks every access.
  const fields = request.headers
  const described: TokenRequest<Raw> = {
    method: request.method,
    path,
    headers(name) {
      // Some runtimes hide the Host header; the URL still contains the host.
      const value = fields.get(name) ?? (name === 'host' ? url.host : null)
      return value === null ? [] : [value]
    },
    body: limits => readWebBody(request, limits),
    raw: request,
  }
  // Read only when needed: some runtimes create it on demand, and Deno prints a warning.
  addLazySignal(described, () => request.signal)
  return described
}

/** Converts a reply into a Web Response. */
export function toResponse({ status, headers, body }: TokenReply): Response {
  return new Response(EMPTY.has(status) ? null : body, { status, headers })
}

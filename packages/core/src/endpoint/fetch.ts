import { addLazySignal } from '../http/lazy-signal.js'
import type { TokenReply } from '../http/token-reply.js'
import type { TokenRequest } from '../http/token-request.js'
import { readWebBody } from '../http/web-body.js'
import type { Endpoint } from './endpoint.js'

/** Statuses that a Web Response may not have a body with. */
const EMPTY: ReadonlySet<number> = new Set([204, 304])

/** Stands for a URL that is none: Bun, Deno and Workers put into it whatever the Host header says. No route is there. */
const NOWHERE = new URL('about:blank')

/** Makes the endpoint's faces for Web Request and Response. */
export function createFetch<Raw>(
  respond: Endpoint<Raw>['respond'],
  locate: Endpoint<Raw>['locate'],
): Pick<Endpoint<Raw>, 'fetch' | 'fetchWithPath'> {
  const respondAt = async (request: Request & Raw, url: URL, path: string): Promise<Response> =>
    toResponse(await respond(fromWebRequest(request, url, path)))
  return {
    fetchWithPath(request, pathOf) {
      const url = urlOf(request)
      return respondAt(request, url, pathOf(url.pathname))
    },
    // One parameter and no more: hosts pass others (Workers an environment, Bun its server).
    fetch(request) {
      const url = urlOf(request)
      return respondAt(request, url, locate(url.pathname) ?? '')
    },
  }
}

function urlOf({ url }: Request): URL {
  return URL.canParse(url) ? new URL(url) : NOWHERE
}

function fromWebRequest<Raw>(request: Request & Raw, { host }: URL, path: string): TokenRequest<Raw> {
  const described: TokenRequest<Raw> = {
    method: request.method,
    path,
    headers(name) {
      // Where a runtime keeps the Host header to itself, the URL still tells it.
      const value = request.headers.get(name) ?? (name === 'host' ? host : null)
      return value === null ? [] : [value]
    },
    body: limits => readWebBody(request, limits),
    raw: request,
  }
  // Looked at only when needed: some runtimes make it on demand, and Deno prints a warning.
  addLazySignal(described, () => request.signal)
  return described
}

/** Turns a reply into a Web Response. */
export function toResponse({ status, headers, body }: TokenReply): Response {
  return new Response(EMPTY.has(status) ? null : body, { status, headers })
}

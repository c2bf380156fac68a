import { type Endpoint, methodsOf, type Route } from './endpoint.js'
import { TokenProviderError } from './errors.js'
import { emptyReply, problemReply, type TokenReply, type TokenRequest } from './http.js'
import { readWebBody } from './web-body.js'

/** Statuses that a Web Response may not have a body with. */
const EMPTY: ReadonlySet<number> = new Set([204, 304])

/**
 * Turns the endpoint into a function from Web Request to Web Response. There is no one to pass a request on to, so what
 * is not ours gets 404, and OPTIONS the methods.
 */
export function createFetch<Raw>(
  handle: Endpoint<Raw>['handle'],
  locate: Endpoint<Raw>['locate'],
  routes: readonly Route<Raw>[],
): Endpoint<Raw>['fetch'] {
  return async request => {
    const { pathname, searchParams } = new URL(request.url)
    const path = locate(pathname) ?? ''
    const reply = await handle(fromWebRequest(request, path, searchParams))
    if (reply !== undefined) return toResponse(reply)
    const route = request.method === 'OPTIONS' ? routes.find(candidate => candidate.matches(path)) : undefined
    return toResponse(
      route === undefined
        ? problemReply(new TokenProviderError('not_found'))
        : emptyReply(204, { allow: methodsOf(route) }),
    )
  }
}

function fromWebRequest<Raw>(
  request: Request & Raw,
  path: string,
  query: URLSearchParams,
): TokenRequest<Raw> {
  return {
    method: request.method,
    path,
    headers(name) {
      const value = request.headers.get(name)
      return value === null ? [] : [value]
    },
    query: name => query.getAll(name),
    body: limits => readWebBody(request, limits),
    signal: request.signal,
    raw: request,
  }
}

function toResponse({ status, headers, body }: TokenReply): Response {
  return new Response(EMPTY.has(status) ? null : body, { status, headers })
}

import { TokenProviderError } from '../errors/errors.js'
import { emptyReply, type TokenReply } from '../http/token-reply.js'
import type { TokenRequest } from '../http/token-request.js'

/** Which pages may call the endpoint: the check of POST requests, and the CORS headers. */
export interface OriginRule {
  /**
   * Refuses a request from a page of another origin that is not allowed.
   * @throws {TokenProviderError} `origin_forbidden`
   */
  check(request: TokenRequest<unknown>): void
  /** Headers for every reply, also if the check of the origin failed. */
  readonly vary: Readonly<Record<string, string>>
  /** Returns the headers for the reply to a request, refusals included. */
  headers(request: TokenRequest<unknown>): Readonly<Record<string, string>>
  /**
   * Creates the reply to a preflight; undefined if the options allow no other origin.
   * @throws {TokenProviderError} `origin_forbidden`
   */
  preflight(request: TokenRequest<unknown>, methods: string): TokenReply | undefined
}

const EXPOSED = 'Retry-After, WWW-Authenticate'

/** How long, in seconds, a browser may cache the response to a preflight. */
const PREFLIGHT_MAX_AGE = 600

/**
 * Creates the origin rule. It applies with and without cookies, because `verifyUser` may use any credentials.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function createOriginRule(
  allowed: readonly string[] | ((origin: string) => boolean) | undefined,
): OriginRule {
  /** Returns the request's origin if the options allow it. */
  const allowedOriginOf = (request: TokenRequest<unknown>): string | undefined => {
    const [origin, more] = request.headers('origin')
    if (allowed === undefined || origin === undefined || more !== undefined || origin === 'null')
      return undefined
    const isAllowed = typeof allowed === 'function' ? allowed(origin) === true : allowed.includes(origin)
    return isAllowed ? origin : undefined
  }

  const vary: Readonly<Record<string, string>> = allowed === undefined ? {} : { vary: 'Origin' }

  const headers = (request: TokenRequest<unknown>): Readonly<Record<string, string>> => {
    const origin = allowedOriginOf(request)
    if (origin === undefined) return vary
    return {
      ...vary,
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': EXPOSED,
    }
  }

  return {
    vary,
    headers,
    check(request) {
      if (allowedOriginOf(request) === undefined && !isOwnPage(request))
        throw new TokenProviderError('origin_forbidden')
    },
    preflight(request, methods) {
      if (allowed === undefined) return undefined
      if (allowedOriginOf(request) === undefined) throw new TokenProviderError('origin_forbidden')
      return emptyReply(204, {
        'access-control-allow-methods': methods,
        'access-control-allow-headers': 'Authorization, Content-Type',
        'access-control-max-age': String(PREFLIGHT_MAX_AGE),
      })
    },
  }
}

/** Whether the request comes from a page of this host, or from no page (a server or a mobile app). */
function isOwnPage(request: TokenRequest<unknown>): boolean {
  const sites = request.headers('sec-fetch-site')
  if (sites.length > 0) return sites.every(site => site === 'same-origin' || site === 'none')
  const origins = request.headers('origin')
  if (origins.length === 0) return true
  const [host, more] = request.headers('host')
  return (
    host !== undefined &&
    more === undefined &&
    origins.every(origin => isOriginOf(origin, host.toLowerCase()))
  )
}

/** Whether an origin belongs to a host. A proxy may add the default port to the host; browsers omit it. */
function isOriginOf(origin: string, host: string): boolean {
  const [, scheme, own] = /^(https?):\/\/([^/?#]+)$/.exec(origin) ?? []
  return own !== undefined && (own === host || `${own}:${scheme === 'https' ? 443 : 80}` === host)
}

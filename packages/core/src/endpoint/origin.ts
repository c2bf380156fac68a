import { TokenProviderError, withCause } from '../errors/errors.js'
import { emptyReply, type TokenReply } from '../http/token-reply.js'
import type { TokenRequest } from '../http/token-request.js'
import type { BoundedCall } from '../settings/bounded-call.js'
import type { AllowedOrigins } from '../settings/options.js'

/** What the option `allowedOrigins` says about the origin of a request. */
export interface OriginVerdict {
  /** The origin, if it is allowed. */
  readonly allowed?: string
  /** Why the app's function could not be asked. */
  readonly error?: TokenProviderError
}

/** Which pages may call the endpoint: the check of requests, and the CORS headers. */
export interface OriginRule {
  /** Looks the request's origin up, once a request; never throws or rejects. */
  judge(request: TokenRequest<unknown>): OriginVerdict | Promise<OriginVerdict>
  /**
   * Refuses a request from a page of another origin that is not allowed.
   * @throws {TokenProviderError} `origin_forbidden`; `internal_error`, `overloaded` if the app's function failed
   */
  check(request: TokenRequest<unknown>, verdict: OriginVerdict): void
  /** Headers for every reply, refusals included; undefined: none. */
  headers(verdict: OriginVerdict): Readonly<Record<string, string>> | undefined
  /**
   * Returns the reply to a preflight; undefined if the option `allowedOrigins` is not set.
   * @throws {TokenProviderError} `origin_forbidden`
   */
  preflight(verdict: OriginVerdict, request: TokenRequest<unknown>, methods: string): TokenReply | undefined
}

/** Response headers that a page of an allowed origin may read. */
const EXPOSED = 'Retry-After, WWW-Authenticate'

/** How long, in seconds, a browser may cache the response to a preflight. */
const PREFLIGHT_MAX_AGE = 600

const NOT_ALLOWED: OriginVerdict = {}

/**
 * Creates the origin rule. It applies with and without cookies, because `verifyUser` may use any credentials.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function createOriginRule(
  allowed: AllowedOrigins | undefined,
  allowedHeaders: readonly string[],
  boundedCall: BoundedCall,
): OriginRule {
  const vary: Readonly<Record<string, string>> | undefined = allowed && { vary: 'Origin' }
  const preflightHeaders = ['Authorization', 'Content-Type', ...allowedHeaders].join(', ')

  async function callAllowed(
    isAllowed: (origin: string) => boolean | Promise<boolean>,
    origin: string,
    request: TokenRequest<unknown>,
  ): Promise<OriginVerdict> {
    try {
      return (await boundedCall(() => isAllowed(origin), request)) === true
        ? { allowed: origin }
        : NOT_ALLOWED
    } catch (thrown) {
      return { error: errorOf(thrown) }
    }
  }

  return {
    judge(request) {
      if (allowed === undefined) return NOT_ALLOWED
      const [origin, more] = request.headers('origin')
      if (origin === undefined || more !== undefined || origin === 'null') return NOT_ALLOWED
      if (typeof allowed === 'function') return callAllowed(allowed, origin, request)
      return allowed.includes(origin) ? { allowed: origin } : NOT_ALLOWED
    },
    check(request, verdict) {
      if (verdict.error !== undefined) throw verdict.error
      if (verdict.allowed === undefined && !isOwnPage(request)) throw originForbidden(request)
    },
    headers(verdict) {
      if (verdict.allowed === undefined) return vary
      return {
        ...vary,
        'access-control-allow-origin': verdict.allowed,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': EXPOSED,
      }
    },
    preflight(verdict, request, methods) {
      if (allowed === undefined) return undefined
      if (verdict.error !== undefined) return emptyReply(204, { allow: methods })
      if (verdict.allowed === undefined) throw originForbidden(request)
      return emptyReply(204, {
        'access-control-allow-methods': methods,
        'access-control-allow-headers': preflightHeaders,
        'access-control-max-age': String(PREFLIGHT_MAX_AGE),
      })
    },
  }
}

/** The app's function threw, or was late: a mistake in the set-up, and not the client's. */
function errorOf(thrown: unknown): TokenProviderError {
  if (thrown instanceof TokenProviderError && thrown.reason === 'overloaded') return thrown
  const message = 'allowedOrigins threw, or took longer than verifyUserTimeout.'
  return withCause(new TokenProviderError('internal_error', { message }), thrown)
}

/** Names both sides to the developer, in the event; the reply has the constant text. */
function originForbidden(request: TokenRequest<unknown>): TokenProviderError {
  const [origin] = request.headers('origin')
  const page = origin === undefined ? 'Another site' : `A page of ${origin.slice(0, 200)}`
  const host = (hostOf(request) ?? 'an unknown host').slice(0, 200)
  return new TokenProviderError('origin_forbidden', {
    message: `${page} sent a request to ${host}. If it is your page, add its origin to allowedOrigins, or let the proxy keep the Host header.`,
  })
}

/** Whether the request comes from a page of this host, or from no page (a server or a mobile app). */
function isOwnPage(request: TokenRequest<unknown>): boolean {
  const sites = request.headers('sec-fetch-site')
  if (sites.length > 0) return sites.every(site => site === 'same-origin' || site === 'none')
  const host = hostOf(request)?.toLowerCase()
  // Without an Origin header, no page sent the request.
  return request.headers('origin').every(origin => isOriginOf(origin, host))
}

/** The host as the framework names it, with its own trust in proxies; else the one Host header. */
function hostOf(request: TokenRequest<unknown>): string | undefined {
  const [host, more] = request.headers('host')
  return more === undefined ? (request.host ?? host) : undefined
}

/** Whether an origin belongs to a host; false if it is unknown. A proxy may add the default port; browsers omit it. */
function isOriginOf(origin: string, host: string | undefined): boolean {
  const [, scheme, own] = /^(https?):\/\/([^/?#]+)$/.exec(origin) ?? []
  return own !== undefined && (own === host || `${own}:${scheme === 'https' ? 443 : 80}` === host)
}

import { TokenProviderError } from '../errors/errors.js'
import { emptyReply, type TokenReply } from '../http/token-reply.js'
import type { TokenRequest } from '../http/token-request.js'

/** Who may call from a page: the rule for POST, and what browsers are told. */
export interface OriginRule {
  /** @throws {TokenProviderError} `origin_forbidden` */
  check(request: TokenRequest<unknown>): void
  /** What holds for every reply, also where the origin could not be judged. */
  readonly vary: Readonly<Record<string, string>>
  /** Headers for every reply, refusals included. */
  headers(request: TokenRequest<unknown>): Readonly<Record<string, string>>
  /** The answer to a preflight; undefined where no other origin is allowed at all. */
  preflight(request: TokenRequest<unknown>, methods: string): TokenReply | undefined
}

const EXPOSED = 'Retry-After, WWW-Authenticate'

/** How long, in seconds, a browser may keep a preflight's answer. */
const PREFLIGHT_MAX_AGE = 600

/**
 * Makes the origin rule. It holds whatever the credentials are: a cookie is not asked for, so none is looked at.
 *
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function createOriginRule(
  allowed: readonly string[] | ((origin: string) => boolean) | undefined,
): OriginRule {
  /** The request's origin, if the options list it. */
  const listed = (request: TokenRequest<unknown>): string | undefined => {
    const [origin, more] = request.headers('origin')
    if (allowed === undefined || origin === undefined || more !== undefined || origin === 'null')
      return undefined
    const found = typeof allowed === 'function' ? allowed(origin) === true : allowed.includes(origin)
    return found ? origin : undefined
  }

  const vary: Readonly<Record<string, string>> = allowed === undefined ? {} : { vary: 'Origin' }

  const headers = (request: TokenRequest<unknown>): Readonly<Record<string, string>> => {
    const origin = listed(request)
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
      if (listed(request) === undefined && !isOwnPage(request))
        throw new TokenProviderError('origin_forbidden')
    },
    preflight(request, methods) {
      if (allowed === undefined) return undefined
      if (listed(request) === undefined) throw new TokenProviderError('origin_forbidden')
      return emptyReply(204, {
        'access-control-allow-methods': methods,
        'access-control-allow-headers': 'Authorization, Content-Type',
        'access-control-max-age': String(PREFLIGHT_MAX_AGE),
      })
    },
  }
}

/** Whether the request comes from a page of this host, or from no page at all. */
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

/** Whether an origin is of a host, which a proxy may name with the port that browsers leave out. */
function isOriginOf(origin: string, host: string): boolean {
  const [, scheme, own] = /^(https?):\/\/([^/?#]+)$/.exec(origin) ?? []
  return own !== undefined && (own === host || `${own}:${scheme === 'https' ? 443 : 80}` === host)
}

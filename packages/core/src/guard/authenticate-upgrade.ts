import { configInvalid, TokenProviderError } from '../errors/errors.js'
import type { VerifiedUserToken } from '../token/verified-token.js'
import { authorizationOf, hasQueryToken, type NodeRequestLike } from './authorization.js'
import { bearerToken } from './bearer.js'

/** The request of a WebSocket upgrade: Node's `IncomingMessage`, or an object of the same shape. */
export interface UpgradeRequest extends NodeRequestLike {
  readonly url?: string | undefined
}

/** Where `authenticateUpgrade` accepts the token. */
export interface UpgradeOptions {
  /**
   * Whether to accept the token in the query parameter `authorization`, as Stream's own client sends it: browsers
   * cannot set headers on a WebSocket. The token then appears in access logs. Default false.
   */
  readonly acceptQueryToken?: boolean | undefined
}

/**
 * Verifies the user token of a WebSocket upgrade.
 *
 * Add an `error` listener to the socket first: without one, a connection reset by the client ends the process.
 *
 * @throws {TokenProviderError} `config_invalid`, `token_missing`, `token_ambiguous`, and the errors of `verifyToken`
 */
export type AuthenticateUpgrade = (
  request: UpgradeRequest,
  options?: UpgradeOptions,
) => Promise<VerifiedUserToken>

/** Creates `authenticateUpgrade` from the check of a token. */
export function createAuthenticateUpgrade(
  verify: (token: unknown) => Promise<VerifiedUserToken>,
): AuthenticateUpgrade {
  return async (request, options = {}) => {
    const authorization = authorizationOf(request)
    const [token, more] = acceptsQueryToken(options) ? queryTokens(request.url ?? '') : []
    const another = hasQueryToken(request)
    if (token === undefined) return verify(bearerToken(authorization, another))
    if (more !== undefined || authorization.length > 0 || another)
      throw new TokenProviderError('token_ambiguous')
    return verify(token)
  }
}

/** Only true and false are accepted: any string, even 'false', would count as true. */
function acceptsQueryToken(options: UpgradeOptions): boolean {
  const { acceptQueryToken = false, ...unknown } = options
  if (typeof acceptQueryToken === 'boolean' && Object.keys(unknown).length === 0) return acceptQueryToken
  throw configInvalid(['the only option of authenticateUpgrade is acceptQueryToken: true or false'])
}

/** Stream's anonymous clients send the parameter without a value: they have no token. */
function queryTokens(url: string): readonly string[] {
  const start = url.indexOf('?')
  if (start === -1) return []
  return new URLSearchParams(url.slice(start)).getAll('authorization').filter(token => token !== '')
}

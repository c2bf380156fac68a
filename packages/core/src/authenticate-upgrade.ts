import { authorizationOf, type NodeRequestLike } from './authorization.js'
import { bearerToken } from './bearer.js'
import { TokenProviderError } from './errors.js'
import type { TokenProvider } from './token-provider.js'
import type { VerifiedUserToken } from './verified-token.js'

/** The request of a WebSocket upgrade: Node's, or another of its shape. */
export interface UpgradeRequest extends NodeRequestLike {
  readonly url?: string | undefined
}

export interface UpgradeOptions {
  /**
   * Whether the token may stand in the query, as `authorization`: browsers cannot set headers on a WebSocket, and
   * Stream's own client does so. It then shows in access logs. Default false.
   */
  readonly acceptQueryToken?: boolean | undefined
}

/**
 * Verifies the user token of a WebSocket upgrade.
 *
 * Give the socket a listener for `error` first: Node leaves a reset by the client to the app, and unheard it ends the process.
 *
 * @throws {TokenProviderError} `token_missing`, `token_ambiguous`, and what `verifyToken` throws
 */
export type AuthenticateUpgrade = (
  request: UpgradeRequest,
  options?: UpgradeOptions,
) => Promise<VerifiedUserToken>

export function createAuthenticateUpgrade(provider: Pick<TokenProvider, 'verifyToken'>): AuthenticateUpgrade {
  return async (request, { acceptQueryToken = false } = {}) => {
    const authorization = authorizationOf(request)
    const [token, more] = acceptQueryToken ? queryTokens(request.url ?? '') : []
    if (token === undefined) return provider.verifyToken(bearerToken(authorization))
    if (more !== undefined || authorization.length > 0) throw new TokenProviderError('token_ambiguous')
    return provider.verifyToken(token)
  }
}

function queryTokens(url: string): readonly string[] {
  const start = url.indexOf('?')
  return start === -1 ? [] : new URLSearchParams(url.slice(start)).getAll('authorization')
}

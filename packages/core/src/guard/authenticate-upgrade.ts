import { configInvalid, TokenProviderError } from '../errors/errors.js'
import type { VerifiedUserToken } from '../token/verified-token.js'
import { authorizationOf, hasQueryToken, type NodeRequestLike } from './authorization.js'
import { bearerToken } from './bearer.js'

/** The request of a WebSocket upgrade: Node's, or another of its shape. */
export interface UpgradeRequest extends NodeRequestLike {
  readonly url?: string | undefined
}

/** Where the token of an upgrade may stand. */
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
 * @throws {TokenProviderError} `config_invalid`, `token_missing`, `token_ambiguous`, and what `verifyToken` throws
 */
export type AuthenticateUpgrade = (
  request: UpgradeRequest,
  options?: UpgradeOptions,
) => Promise<VerifiedUserToken>

/** Makes the check of an upgrade from the check of its token. */
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

/** Anything but a plain true or false is refused: a text, even 'false', would count as true. */
function acceptsQueryToken(options: UpgradeOptions): boolean {
  const { acceptQueryToken = false, ...unknown } = options
  if (typeof acceptQueryToken === 'boolean' && Object.keys(unknown).length === 0) return acceptQueryToken
  throw configInvalid(['authenticateUpgrade takes acceptQueryToken: true or false, and no other option'])
}

function queryTokens(url: string): readonly string[] {
  const start = url.indexOf('?')
  return start === -1 ? [] : new URLSearchParams(url.slice(start)).getAll('authorization')
}

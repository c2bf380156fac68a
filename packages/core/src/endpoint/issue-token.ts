import { isTokenProviderError, TokenProviderError } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import type { IssuedToken } from '../http/issued-reply.js'
import { isPromise } from '../primitives/waiting.js'
import type { Settings } from '../settings/settings.js'
import type { Mint, Minted } from '../token/mint.js'
import type { JsonObject } from '../token/strict-json.js'
import type { Approval, Approve } from './approve.js'
import type { CheckedIdentity } from './identity.js'
import type { IdentifyRequest } from './verify-user.js'

/** The options of `tokenHandler`. */
export interface TokenHandlerOptions<Raw> {
  /**
   * Returns the JSON of the response, for clients that expect another shape; or a promise of it. Default: the whole
   * `issued` object.
   *
   * Declared as a method, so that it may name the framework's own type of the request.
   */
  readonly responseBody?: { of(issued: IssuedToken, raw: Raw): unknown }['of'] | undefined
}

/** Identifies the user of a request and mints a token. */
export type Issue<Raw> = (request: IdentifyRequest<Raw>, body: JsonObject) => Promise<IssuedToken>

/** The parts that issuing a token uses. */
export interface IssueParts {
  readonly mint: Mint
  readonly apiKey: () => string
  readonly settings: Pick<Settings, 'expiresIn' | 'maxExpiresIn'>
  readonly emit: Emit
}

/** Creates what the token route and `issueToken` have in common. */
export function createIssue<Raw>(
  approve: Approve<Raw>,
  { mint, apiKey, settings, emit }: IssueParts,
): Issue<Raw> {
  /** Returns the lifetime: the identity's `expiresIn`, at most `maxExpiresIn`; by default the option `expiresIn`. */
  function lifetimeOf({ id, expiresIn }: CheckedIdentity): number | null {
    if (expiresIn === undefined) return settings.expiresIn
    if (expiresIn !== null && expiresIn <= settings.maxExpiresIn) return expiresIn
    emit({ type: 'lifetime_shortened', userId: id, expiresIn: settings.maxExpiresIn })
    return settings.maxExpiresIn
  }

  /** The options are already checked: if the token is too long to mint, the result of `verifyUser` is the cause. */
  function mintFor({ identity, snapshot }: Approval, expiresIn: number | null): Minted | PromiseLike<Minted> {
    const { id, role, callCids, channelCids, claims } = identity
    try {
      const minted = mint(id, { role, callCids, channelCids, claims, expiresIn }, snapshot)
      return isPromise(minted) ? minted.then(undefined, raise) : minted
    } catch (error) {
      return raise(error)
    }
  }

  return (request, body) => {
    const key = apiKey()
    return approve(request, body).then(approval => {
      const userId = approval.identity.id
      const expiresIn = lifetimeOf(approval.identity)
      const issuedOf = ({ token, expiresAt }: Minted): IssuedToken => ({
        token,
        userId,
        apiKey: key,
        expiresAt,
        expiresIn,
      })
      const minted = mintFor(approval, expiresIn)
      return isPromise(minted) ? minted.then(issuedOf) : issuedOf(minted)
    })
  }
}

/** Rethrows an error of `mint`, as one of `verifyUser` if it names a wrong option. */
function raise(error: unknown): never {
  if (!isTokenProviderError(error) || error.reason !== 'config_invalid') throw error
  throw new TokenProviderError('identity_invalid', { message: `verifyUser: ${error.message}` })
}

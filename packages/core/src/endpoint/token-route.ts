import { isTokenProviderError, TokenProviderError } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import { readJsonBody } from '../http/request-body.js'
import { jsonReply, textReply } from '../http/token-reply.js'
import type { Settings } from '../settings/settings.js'
import type { Mint, Minted } from '../token/mint.js'
import type { Approval, Approve } from './approve.js'
import type { Route } from './endpoint.js'
import type { Identity } from './identity.js'
import type { RateLimit } from './rate-limit.js'

/** The parts that the token route uses. */
export interface TokenRouteParts {
  readonly mint: Mint
  readonly apiKey: () => string
  readonly count: RateLimit['address']
  readonly settings: Settings
  readonly emit: Emit
}

/** Creates `POST /token`: read the body, identify the user, mint, reply. */
export function createTokenRoute<Raw>(
  approve: Approve<Raw>,
  { mint, apiKey, count, settings, emit }: TokenRouteParts,
): Route<Raw> {
  const limits = { bytes: settings.bodyLimit, seconds: settings.bodyTimeout }

  /** Returns the lifetime: the identity's `expiresIn`, at most `maxExpiresIn`; by default the option `expiresIn`. */
  function lifetimeOf({ id, expiresIn }: Identity): number | null {
    if (expiresIn === undefined) return settings.expiresIn
    if (expiresIn !== null && expiresIn <= settings.maxExpiresIn) return expiresIn
    emit({ type: 'lifetime_shortened', userId: id, expiresIn: settings.maxExpiresIn })
    return settings.maxExpiresIn
  }

  /** The options are already checked: if the token is too long to mint, the result of `verifyUser` is the cause. */
  async function mintFor({ identity, snapshot }: Approval, expiresIn: number | null): Promise<Minted> {
    const { id, role, callCids, channelCids, claims } = identity
    try {
      return await mint(id, { role, callCids, channelCids, claims, expiresIn }, snapshot)
    } catch (error) {
      if (!isTokenProviderError(error) || error.reason !== 'config_invalid') throw error
      throw new TokenProviderError('identity_invalid', { message: `verifyUser: ${error.message}` })
    }
  }

  return {
    method: 'POST',
    matches: path => path === '/token',
    async respond(request) {
      const key = apiKey()
      await count(request.address)
      const body = await readJsonBody(request, limits)
      const approval = await approve(request, body)
      const userId = approval.identity.id
      const expiresIn = lifetimeOf(approval.identity)
      const { token, expiresAt } = await mintFor(approval, expiresIn)
      if (wantsText(request.headers('accept'))) return textReply(200, token)
      return jsonReply(200, writeTokenBody({ token, userId, apiKey: key, expiresAt, expiresIn }))
    },
  }
}

/** The members of the JSON response. */
interface TokenBody extends Minted {
  readonly userId: string
  readonly apiKey: string
  readonly expiresIn: number | null
}

/**
 * Written member by member: JSON.stringify searches the token for characters to escape, which takes a third as long as
 * signing it. Base64url, dots and user ids have no such characters.
 */
function writeTokenBody({ token, userId, apiKey, expiresAt, expiresIn }: TokenBody): string {
  return `{"token":"${token}","userId":"${userId}","apiKey":${JSON.stringify(apiKey)},"expiresAt":${expiresAt},"expiresIn":${expiresIn}}`
}

/** Whether `Accept` lists `text/plain`, and neither JSON nor a wildcard. A type with quality 0 is not accepted. */
function wantsText(accept: readonly string[]): boolean {
  const types = accept
    .flatMap(value => value.split(','))
    .filter(range => !/;[ \t]*q=0(\.0*)?[ \t]*(;|$)/i.test(range))
    .map(range => range.split(';', 1).join().trim().toLowerCase())
  return (
    types.includes('text/plain') && !types.some(type => type === 'application/json' || type.endsWith('/*'))
  )
}

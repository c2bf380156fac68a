import { isTokenProviderError, type TokenProviderError } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import { parsedObject } from '../http/request-body.js'
import { withHeaders } from '../http/token-reply.js'
import type { TokenRequest } from '../http/token-request.js'
import type { Revoker } from '../revocation/revoker.js'
import type { Endpoint } from './endpoint.js'
import type { Refuse } from './handle.js'
import type { OriginRule } from './origin.js'
import type { Identify } from './verify-user.js'

/** The parts that a log-out uses. */
export interface LogOutParts<Raw> {
  readonly identify: Identify<Raw>
  readonly revoker: Revoker
  readonly origin: OriginRule
  readonly refuse: Refuse
  readonly emit: Emit
  /** Rejects if credentials are missing. */
  readonly ready: () => Promise<void>
}

/** Who logs out: a user, nobody, or somebody whom `verifyUser` refuses. */
type Who = { readonly userId: string } | 'nobody' | TokenProviderError

/**
 * Creates `logOut`. The session ends before the tokens are revoked: in the other order, a page could use the old
 * session to fetch a new token in between. It ends for whoever asks, also for a user who may not have tokens.
 *
 * @throws (the function returned) what `endSession` throws
 */
export function createLogOut<Raw>(parts: LogOutParts<Raw>): Endpoint<Raw>['logOut'] {
  const { identify, revoker, origin, refuse, emit, ready } = parts

  async function identifyUser(request: TokenRequest<Raw>, parsed: () => unknown): Promise<Who> {
    try {
      const identity = await identify(request, parsedObject(parsed))
      return identity === undefined ? 'nobody' : { userId: identity.id }
    } catch (error) {
      if (isTokenProviderError(error) && error.status === 401) return 'nobody'
      if (isTokenProviderError(error) && error.status === 403) return error
      throw error
    }
  }

  return async (request, endSession, parsed = () => undefined) => {
    const verdict = await origin.judge(request)
    try {
      // Missing credentials are reported before anything is ended.
      await ready()
      origin.check(request, verdict)
      const who = await identifyUser(request, parsed)
      await endSession(request.raw)
      if (who === 'nobody') emit({ type: 'log_out_of_nobody' })
      else if (isTokenProviderError(who)) throw who
      else await revoker.users([who.userId], { cutoff: 'now' }, { wait: false })
      return undefined
    } catch (error) {
      if (isTokenProviderError(error)) return withHeaders(refuse.reply(error), origin.headers(verdict))
      throw error
    }
  }
}

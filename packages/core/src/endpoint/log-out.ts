import { isTokenProviderError } from '../errors/errors.js'
import { parsedObject } from '../http/request-body.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { cutoffOfNow } from '../revocation/revocation-date.js'
import type { Revoker } from '../revocation/revoker.js'
import type { Endpoint, LogOutRequest } from './endpoint.js'
import type { Refuse } from './handle.js'
import type { Identify } from './verify-user.js'

/**
 * Creates `logOut`. The session ends before the tokens are revoked: in the other order, a page could use the old
 * session to fetch a new token in between.
 *
 * @throws (the function returned) what `endSession` throws
 */
export function createLogOut<Raw>(
  identify: Identify<Raw>,
  revoker: Revoker,
  now: () => NumericDate,
  clockSkew: number,
  refuse: Refuse,
  ready: () => Promise<void>,
): Endpoint<Raw>['logOut'] {
  async function userIdOf(request: LogOutRequest<Raw>): Promise<string | undefined> {
    try {
      return (await identify(request, parsedObject(request.parsed)))?.id
    } catch (error) {
      if (isTokenProviderError(error) && NOT_SIGNED_IN.has(error.reason)) return undefined
      throw error
    }
  }

  return async (request, endSession) => {
    try {
      // Missing credentials are reported before anything is ended.
      await ready()
      const userId = await userIdOf(request)
      if (userId === undefined) return undefined
      await endSession(request.raw)
      await revoker.users([userId], { cutoff: cutoffOfNow(now(), clockSkew) }, { wait: false })
      return undefined
    } catch (error) {
      if (isTokenProviderError(error)) return refuse.reply(error)
      throw error
    }
  }
}

/** The reasons with which `verifyUser` says that nobody is signed in. */
const NOT_SIGNED_IN: ReadonlySet<string> = new Set(['unauthenticated', 'forbidden'])

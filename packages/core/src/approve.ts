import { TokenProviderError } from './errors.js'
import type { TokenRequest } from './http.js'
import type { Identity } from './identity.js'
import type { Moment, Moments } from './moment.js'
import type { NumericDate } from './numeric-date.js'
import type { RateLimit } from './rate-limit.js'
import type { JsonObject } from './strict-json.js'
import type { Ask } from './verify-user.js'

/** Who may have a token, and the moment as of which it is minted. */
export interface Approval {
  readonly identity: Identity
  readonly moment: Moment
}

/** Finds out whether a request may have a token. */
export type Approve<Raw> = (
  request: Pick<TokenRequest<Raw>, 'raw' | 'signal'>,
  body: JsonObject,
) => Promise<Approval>

/**
 * Makes the approval of a request. A yes counts only against cutoffs older than the question: after a newer one the
 * question is asked once more, so that a yes held back during a log-out does not outlive it. The user is counted in between:
 * nothing that takes time may stand after the last look.
 *
 * @throws {TokenProviderError} (the function returned) `unauthenticated`, `user_blocked`, `revocation_in_force`,
 * `revocation_state_unknown`, `rate_limited`, `overloaded`, and what asking throws
 */
export function createApprove<Raw>(
  ask: Ask<Raw>,
  count: RateLimit['user'],
  moments: Moments,
  now: () => NumericDate,
): Approve<Raw> {
  return async (request, body) => {
    const identify = async (): Promise<Identity> => {
      const identity = await ask(request, body)
      if (identity === undefined) throw new TokenProviderError('unauthenticated')
      return identity
    }
    const asked = now()
    const identity = await identify()
    await count(identity.id)
    const moment = await moments.look(identity.id)
    // A clock set back meanwhile cannot tell what is newer.
    const isNewer = moment.cutoff !== undefined && (moment.cutoff >= asked || moment.at < asked)
    if (!isNewer && moments.isRipe(moment)) return { identity, moment }

    await moments.ripen(moment, request.signal)
    const confirmed = isNewer ? await identify() : identity
    const last = await moments.look(confirmed.id)
    if (confirmed.id !== identity.id || last.cutoff !== moment.cutoff || !moments.isRipe(last)) {
      throw new TokenProviderError('revocation_in_force')
    }
    return { identity: confirmed, moment: last }
  }
}

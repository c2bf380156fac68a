import type { CutoffSnapshot } from '../cutoffs/cutoff-snapshot.js'
import { TokenProviderError } from '../errors/errors.js'
import type { TokenRequest } from '../http/token-request.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import type { MintGate } from '../revocation/mint-gate.js'
import type { JsonObject } from '../token/strict-json.js'
import type { Identity } from './identity.js'
import type { RateLimit } from './rate-limit.js'
import type { Identify } from './verify-user.js'

/** Who may have a token, and the snapshot as of which it is minted. */
export interface Approval {
  readonly identity: Identity
  readonly snapshot: CutoffSnapshot
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
  identify: Identify<Raw>,
  count: RateLimit['user'],
  mintGate: MintGate,
  now: () => NumericDate,
): Approve<Raw> {
  return async (request, body) => {
    const signedIn = async (): Promise<Identity> => {
      const identity = await identify(request, body)
      if (identity === undefined) throw new TokenProviderError('unauthenticated')
      return identity
    }
    const asked = now()
    const identity = await signedIn()
    await count(identity.id)
    const snapshot = await mintGate.snapshot(identity.id)
    // A clock set back meanwhile cannot tell what is newer.
    const isNewer = snapshot.cutoff !== undefined && (snapshot.cutoff >= asked || snapshot.at < asked)
    if (!isNewer && mintGate.isOpen(snapshot)) return { identity, snapshot }

    await mintGate.waitUntilOpen(snapshot, request.signal)
    const confirmed = isNewer ? await signedIn() : identity
    const last = await mintGate.snapshot(confirmed.id)
    if (confirmed.id !== identity.id || last.cutoff !== snapshot.cutoff || !mintGate.isOpen(last)) {
      throw new TokenProviderError('revocation_in_force')
    }
    return { identity: confirmed, snapshot: last }
  }
}

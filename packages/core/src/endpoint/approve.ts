import type { CutoffSnapshot } from '../cutoffs/cutoff-snapshot.js'
import { cutoffOf } from '../cutoffs/is-revoked.js'
import { TokenProviderError } from '../errors/errors.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import type { MintGate } from '../revocation/mint-gate.js'
import type { JsonObject } from '../token/strict-json.js'
import type { CheckedIdentity } from './identity.js'
import type { RateLimit } from './rate-limit.js'
import type { Identify, IdentifyRequest } from './verify-user.js'

/** The user who gets a token, and the snapshot that the token is minted from. */
export interface Approval {
  readonly identity: CheckedIdentity
  readonly snapshot: CutoffSnapshot
}

/** Decides whether a request gets a token. */
export type Approve<Raw> = (request: IdentifyRequest<Raw>, body: JsonObject) => Promise<Approval>

/**
 * Creates the approval of token requests. If the user's cutoff (tokens issued before it are revoked) is newer than
 * the call of `verifyUser`, it is called once more: a result from before a log-out must not yield a token after it.
 * The user's request is counted before the snapshot: nothing slow may follow the last snapshot.
 *
 * @throws {TokenProviderError} (the function returned) `unauthenticated`, `reauthentication_required`,
 * `user_blocked`, `revocation_in_force`,
 * `revocation_state_unknown`, `rate_limited`, `overloaded`, and the errors of `identify`
 */
export function createApprove<Raw>(
  identify: Identify<Raw>,
  count: RateLimit['user'],
  mintGate: MintGate,
  now: () => NumericDate,
  clockSkew: number,
): Approve<Raw> {
  /** A cutoff of now is `clockSkew` ahead. The app's cutoff and the floor ask nobody to sign in again. */
  const approvalOf = (identity: CheckedIdentity, snapshot: CutoffSnapshot): Approval => {
    const { signedInAt = Number.POSITIVE_INFINITY } = identity
    const cutoff = cutoffOf(snapshot.state.user) ?? Number.NEGATIVE_INFINITY
    if (signedInAt < cutoff - clockSkew) throw new TokenProviderError('reauthentication_required')
    return { identity, snapshot }
  }
  return async (request, body) => {
    const requireIdentity = async (): Promise<CheckedIdentity> => {
      const identity = await identify(request, body)
      if (identity === undefined) throw new TokenProviderError('unauthenticated')
      return identity
    }
    const calledAt = now()
    const identity = await requireIdentity()
    await count(identity.id)
    const snapshot = await mintGate.snapshot(identity.id)
    // If the clock was set back in the meantime, the order is unknown: treat the cutoff as newer.
    const isNewer = snapshot.cutoff !== undefined && (snapshot.cutoff >= calledAt || snapshot.at < calledAt)
    if (!isNewer && mintGate.isOpen(snapshot)) return approvalOf(identity, snapshot)

    await mintGate.waitUntilOpen(snapshot, request.signal)
    const confirmed = isNewer ? await requireIdentity() : identity
    const last = await mintGate.snapshot(confirmed.id)
    if (confirmed.id !== identity.id || last.cutoff !== snapshot.cutoff || !mintGate.isOpen(last)) {
      throw new TokenProviderError('revocation_in_force')
    }
    return approvalOf(confirmed, last)
  }
}

import type { CutoffSnapshot } from '../cutoffs/cutoff-snapshot.js'
import { effectiveCutoff, isBlocked } from '../cutoffs/is-revoked.js'
import type { ReadState } from '../cutoffs/read-state.js'
import type { RevocationState } from '../cutoffs/store.js'
import { TokenProviderError } from '../errors/errors.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { isPromise } from '../primitives/waiting.js'
import type { Hold } from './hold.js'

/** Decides when a token may be minted for a user. */
export interface MintGate {
  /**
   * Takes a snapshot, now or at a time just read from the clock; synchronously if the store can. The read is fresh: no
   * copy that lags behind may let a revoked user have a token.
   * @throws {TokenProviderError} `user_blocked`, `revocation_state_unknown`
   */
  snapshot(userId: string, at?: NumericDate): CutoffSnapshot | PromiseLike<CutoffSnapshot>
  /** Whether a token minted at that snapshot is valid on every instance: its cutoff is at least `clockSkew` ago. */
  isOpen(snapshot: CutoffSnapshot): boolean
  /** Waits until a new snapshot with that cutoff is open. @throws {TokenProviderError} `revocation_in_force` */
  waitUntilOpen(snapshot: CutoffSnapshot, signal?: AbortSignal): Promise<void>
}

/** Creates the gate. It reads what is in force, and waits until a cutoff has passed. */
export function createMintGate(
  read: ReadState,
  hold: Hold,
  clockSkew: number,
  now: () => NumericDate,
): MintGate {
  const opensAt = ({ cutoff }: CutoffSnapshot): NumericDate =>
    cutoff === undefined ? 0 : Math.ceil(cutoff) + clockSkew
  const snapshotOf = (at: NumericDate, state: RevocationState): CutoffSnapshot => {
    if (isBlocked(state, at)) throw new TokenProviderError('user_blocked')
    return { at, state, cutoff: effectiveCutoff(state) }
  }
  return {
    snapshot(userId, at = now()) {
      const state = read(userId, true)
      return isPromise(state) ? state.then(known => snapshotOf(at, known)) : snapshotOf(at, state)
    },
    isOpen: snapshot => snapshot.cutoff === undefined || snapshot.at >= opensAt(snapshot),
    waitUntilOpen: (snapshot, signal) => hold(opensAt(snapshot), signal),
  }
}

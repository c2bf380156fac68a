import { TokenProviderError } from './errors.js'
import { isPromise } from './is-promise.js'
import type { NumericDate } from './numeric-date.js'
import type { ReadCutoffs } from './revocation/cutoff-reader.js'
import type { Hold } from './revocation/hold.js'
import { effectiveCutoff, isBlocked } from './revocation/is-revoked.js'
import type { Cutoffs } from './revocation/store.js'

/** A time, and what was in force for a user just after it. */
export interface Moment {
  /** Taken before the state was read: a revocation stored since lies ahead of it, and so of the token's `iat`. */
  readonly at: NumericDate
  readonly cutoffs: Cutoffs
  /** The later cutoff of the two: no token may be issued before it. */
  readonly cutoff: NumericDate | undefined
}

/** The times at which a user may be given a token. */
export interface Moments {
  /** Looks now, or as of a time just taken; at once where the store can. @throws {TokenProviderError} `user_blocked`, `revocation_state_unknown` */
  look(userId: string, at?: NumericDate): Moment | PromiseLike<Moment>
  /** Whether a token minted at that moment counts, on every instance: its cutoff lies `clockSkew` behind. */
  isRipe(moment: Moment): boolean
  /** Waits until a moment with that cutoff is ripe. @throws {TokenProviderError} `revocation_in_force` */
  ripen(moment: Moment, signal?: AbortSignal): Promise<void>
}

/** Makes the look at what is in force, and the wait for it to lie behind. */
export function createMoments(
  read: ReadCutoffs,
  hold: Hold,
  clockSkew: number,
  now: () => NumericDate,
): Moments {
  const ripeAt = ({ cutoff }: Moment): NumericDate =>
    cutoff === undefined ? 0 : Math.ceil(cutoff) + clockSkew
  const momentOf = (at: NumericDate, cutoffs: Cutoffs): Moment => {
    if (isBlocked(cutoffs, at)) throw new TokenProviderError('user_blocked')
    return { at, cutoffs, cutoff: effectiveCutoff(cutoffs) }
  }
  return {
    look(userId, at = now()) {
      const cutoffs = read(userId)
      return isPromise(cutoffs) ? cutoffs.then(known => momentOf(at, known)) : momentOf(at, cutoffs)
    },
    isRipe: moment => moment.cutoff === undefined || moment.at >= ripeAt(moment),
    ripen: (moment, signal) => hold(ripeAt(moment), signal),
  }
}

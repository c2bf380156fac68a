import type { NumericDate } from '../primitives/numeric-date.js'
import type { Cutoffs } from './store.js'

/** A time, and what was in force for a user just after it. */
export interface CutoffSnapshot {
  /** Taken before the state was read: a revocation stored since then is later than it, and so than the token's `iat`. */
  readonly at: NumericDate
  readonly cutoffs: Cutoffs
  /** The later cutoff of the two: no token may be issued before it. */
  readonly cutoff: NumericDate | undefined
}

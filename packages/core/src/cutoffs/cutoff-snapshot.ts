import type { NumericDate } from '../primitives/numeric-date.js'
import type { Cutoffs } from './store.js'

/** A time, and the cutoffs and block that were in force for a user just after it. */
export interface CutoffSnapshot {
  /** Taken before the state is read, so that any revocation stored later is also later than the token's `iat`. */
  readonly at: NumericDate
  readonly cutoffs: Cutoffs
  /** The later of the user's and the app's cutoff: a new token's `iat` must not be before it. */
  readonly cutoff: NumericDate | undefined
}

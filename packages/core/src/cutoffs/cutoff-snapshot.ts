import type { NumericDate } from '../primitives/numeric-date.js'
import type { RevocationState } from './store.js'

/** A time, and what was in force for a user just after it. */
export interface CutoffSnapshot {
  /** Taken before the state is read, so that any revocation stored later is also later than the token's `iat`. */
  readonly at: NumericDate
  readonly state: RevocationState
  /** The latest of the cutoffs: a new token's `iat` must not be before it. */
  readonly cutoff: NumericDate | undefined
}

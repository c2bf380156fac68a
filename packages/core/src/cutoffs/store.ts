import type { NumericDate } from '../primitives/numeric-date.js'

/** What is in force for one user. A cutoff is an instant; tokens with an `iat` before it are revoked. */
export interface Cutoffs {
  /** The user's own cutoff, in seconds since 1970, possibly with a fraction. */
  readonly user?: NumericDate
  /** The app's cutoff, in seconds since 1970, possibly with a fraction. */
  readonly app?: NumericDate
  /**
   * The end of the user's block, in seconds since 1970. Until then the user gets no token, and all tokens are refused.
   */
  readonly blockedUntil?: NumericDate | 'forever'
}

/** One change: a later cutoff or block wins, null clears. */
export type Revocation = ({ readonly userId: string } | { readonly app: true }) & {
  readonly cutoff?: NumericDate | null
  readonly block?: NumericDate | 'forever' | null
}

/** A change for one user. */
export type UserChange = Pick<Revocation, 'cutoff' | 'block'>

/** What a store reports to the app's operator. */
export type StoreNotice =
  /** The store is in memory: a restart empties it, and other instances do not see it. */
  | { readonly type: 'store_is_memory' }
  /** The store was full: the oldest cutoffs, of this many users, became one cutoff for all users. */
  | { readonly type: 'store_folded'; readonly users: number }

/** A store for revocations. */
export interface RevocationStore {
  /**
   * Returns what is in force for a user. If it throws, rejects or returns a number that is not finite, the state is
   * unknown. For the app's cutoff it is called with an id that no user has: `the app`.
   */
  read(userId: string): Cutoffs | Promise<Cutoffs>
  /**
   * Merges the changes atomically, in the order of the calls for each key. Resolves with the state after each change,
   * once they are durable.
   */
  write(changes: readonly Revocation[]): Promise<readonly Cutoffs[]>
  close?(): Promise<void>
  /** Sets the listener for notices; it replaces the one before. */
  watch?(listener: (notice: StoreNotice) => void): void
}

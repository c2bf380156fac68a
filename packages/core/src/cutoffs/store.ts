import type { NumericDate } from '../primitives/numeric-date.js'

/** What is in force for one user: tokens with an `iat` before a cutoff are void. */
export interface Cutoffs {
  /** The user's own cutoff, seconds since 1970, perhaps fractional. */
  readonly user?: NumericDate
  /** The app's cutoff, seconds since 1970, perhaps fractional. */
  readonly app?: NumericDate
  /** Until when the user gets no token and may use none. */
  readonly blockedUntil?: NumericDate | 'forever'
}

/** One change to what is in force: a later cutoff or block wins, null clears. */
export type Revocation = ({ readonly userId: string } | { readonly app: true }) & {
  readonly cutoff?: NumericDate | null
  readonly block?: NumericDate | 'forever' | null
}

/** What is to change for a user. */
export type UserChange = Pick<Revocation, 'cutoff' | 'block'>

/** What a store has to say to the app's operator. */
export type StoreNotice =
  /** It forgets on restart, and other instances do not see it. */
  | { readonly type: 'store_is_memory' }
  /** It was full: this many of the oldest cutoffs now hold for everybody, as one. */
  | { readonly type: 'store_folded'; readonly users: number }

/** Where revocations are kept. */
export interface RevocationStore {
  /**
   * What is in force for a user; throwing, rejecting or answering what is not finite means: unknown. It is asked with an
   * id that no user has, `the app`, for what holds for everybody.
   */
  read(userId: string): Cutoffs | Promise<Cutoffs>
  /** Merges the changes atomically, in call order per key; durable when it resolves, with the state after each. */
  write(changes: readonly Revocation[]): Promise<readonly Cutoffs[]>
  close?(): Promise<void>
  /** Sets who is told of notices; the last one set is told. */
  watch?(listener: (notice: StoreNotice) => void): void
}

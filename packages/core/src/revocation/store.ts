import type { NumericDate } from '../numeric-date.js'

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

/** Where revocations are kept. */
export interface RevocationStore {
  /** What is in force for a user; throwing, rejecting or answering what is not finite means: unknown. */
  read(userId: string): Cutoffs | Promise<Cutoffs>
  /** Merges the changes atomically, in call order per key; durable when it resolves, with the state after it. */
  write(changes: readonly Revocation[]): Promise<readonly Cutoffs[]>
  close?(): Promise<void>
}

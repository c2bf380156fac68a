import type { Clock, NumericDate } from '../primitives/numeric-date.js'

/**
 * A cutoff or the end of a block, with its version. Odd versions are in force, even versions are undone. Of two, the
 * larger one wins everywhere: first by version, then by value. So late and repeated writes do no harm.
 */
export interface Versioned {
  /** A whole number from 0. A revocation takes the next odd version, an undo the next even one. */
  readonly version: number
  /** In seconds since 1970, to the millisecond; 'forever' for blocks only, and larger than every date. */
  readonly value: NumericDate | 'forever'
}

/** What a store knows about one user, and about all. A cutoff is an instant; tokens with an `iat` before it are revoked. */
export interface RevocationState {
  /** The user's own cutoff. */
  readonly user?: Versioned | undefined
  /** The app's cutoff. */
  readonly app?: Versioned | undefined
  /** The user's block: until its value, the user gets no token, and all tokens are refused. */
  readonly block?: Versioned | undefined
  /**
   * Revokes as the app's cutoff does, but no undo lowers it, and it is never sent to Stream: a store sets it where it
   * forgot or lost what it knew. In seconds since 1970.
   */
  readonly floor?: NumericDate | undefined
}

/** One change: for a user a cutoff, a block or both; for the app a cutoff. */
export type Revocation = ({ readonly userId: string } | { readonly app: true }) & {
  readonly cutoff?: Versioned | undefined
  readonly block?: Versioned | undefined
}

/** What a store reports to the app's operator. */
export type StoreNotice =
  /** The store is in memory: a restart empties it, and other instances do not see it. */
  | { readonly type: 'store_is_memory' }
  /** The store was full: the oldest cutoffs, of this many users, became one cutoff for all users. */
  | { readonly type: 'store_folded'; readonly users: number }
  /** The server had no data, so it got a floor: all tokens from before are revoked. The same at the first start. */
  | { readonly type: 'store_was_empty' }
  /** The server has lost data that this process has seen. This process writes back what it knows. */
  | { readonly type: 'store_lost_data' }
  /** This process has written back so many pairs that the server had lost. */
  | { readonly type: 'store_refilled'; readonly entries: number }
  /** The store has more entries than the copy may have: from now on, each check asks the server. */
  | { readonly type: 'store_too_large'; readonly entries: number }
  /** The server has not confirmed the copy for too long: until it does, each check asks the server. */
  | { readonly type: 'store_is_stale' }
  /** The copy is up to date again. */
  | { readonly type: 'store_is_fresh' }

/** What a store learns about its app when a provider first uses it. */
export interface StoreContext {
  /** The app's API key: the namespace of what is stored, unless the store has one of its own. */
  readonly apiKey: string
  /** Returns the current time, in milliseconds since 1970. */
  readonly clock: Clock
  /** Reports to the app's operator. */
  notify(notice: StoreNotice): void
}

/** A store for revocations. */
export interface RevocationStore {
  /**
   * Returns what is stored for a user and for all; undefined: for all only. If it throws, rejects or returns another
   * shape, the state is unknown. With `fresh`, a store that keeps a copy asks its server, and merges the result with the
   * copy.
   */
  read(
    userId: string | undefined,
    options?: { readonly fresh?: boolean },
  ): RevocationState | Promise<RevocationState>
  /**
   * Keeps the larger pair of each change, atomically for each key, and resolves with the state after each change once
   * it is durable and `read` shows it.
   */
  write(changes: readonly Revocation[]): Promise<readonly RevocationState[]>
  /** The same for two objects that keep the same data: they share what this process has not stored yet. */
  readonly name?: string | undefined
  /** Called once, before the first use. */
  open?(context: StoreContext): void
  /** Called when the last provider that uses the store is closed. */
  close?(): Promise<void>
}

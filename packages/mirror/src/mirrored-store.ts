import type { NumericDate, Revocation, RevocationStore } from '@stream-token/core'
import type { Snapshot } from './mirror-source.js'

/** What a mirror is doing, for metrics. */
export interface MirrorGauges {
  /** How many cutoffs and blocks the copy has. */
  readonly entries: number
  /** How many positions of the log the server has returned that the copy has not reached. */
  readonly pending: number
  /** How many cutoffs and blocks are still to be written back to a server that has lost them. */
  readonly dirty: number
  /** For how many seconds the copy has not been proven to be up to date; undefined: it never was, or there is no copy. */
  readonly age: number | undefined
}

/** A store that keeps revocations at a server, and a copy of them in this process. */
export interface MirroredStore extends RevocationStore {
  /** Reads all that the server keeps. */
  snapshot(): Promise<Snapshot>
  /** Merges what another server keeps. */
  merge(changes: readonly Revocation[], floor?: NumericDate): Promise<void>
  gauges(): MirrorGauges
  close(): Promise<void>
}

import type { NumericDate, Revocation, RevocationState, StoreContext } from '@stream-token/core'

/** A place in the log of a server: right after one of its entries. */
export interface LogPosition {
  /** Random; made together with the data of the server. Another epoch means that the server has lost data. */
  readonly epoch: string
  /** The server's own number of the entry, as text that sorts as the entries do. */
  readonly at: string
  /** The random id of the entry. The next entry names it as its predecessor. */
  readonly id: string
}

/** An entry of the log: what one write has changed; nothing, if it only proves that the server accepts writes. */
export interface LogEntry {
  readonly position: LogPosition
  /** The id of the entry before it. If it is not the one that was read last, entries are missing. */
  readonly previous: string
  readonly changes: readonly Revocation[]
  readonly floor?: NumericDate | undefined
}

/** All that a server keeps. */
export interface Snapshot {
  /** Where the log was before the first part was read: later changes may be in the parts, and are in the log. */
  readonly position: LogPosition
  readonly floor?: NumericDate | undefined
  readonly parts: AsyncIterable<readonly Revocation[]>
  /**
   * Where the log was when the last part was read, in the same transaction. Without it, what another process wrote during
   * the load may not be written back to a server that loses it during the load.
   */
  readonly last?: (() => LogPosition) | undefined
}

/** What a server returned, and where its log was then: the entries up to there contain all that it returned. */
export interface ServerStates {
  readonly states: readonly RevocationState[]
  readonly position: LogPosition
}

/**
 * A server that keeps revocations and a log of their changes. Every method rejects if the server does not respond, and
 * has no time limit of its own: the mirror aborts the signal, and then the source gives up its connection.
 */
export interface MirrorSource {
  /** The same for two sources that use the same data. */
  readonly name?: string | undefined
  /** Called once, before the first use. */
  open?(context: StoreContext): void
  /** Reads all, in parts that block neither the server nor this process. */
  load(signal: AbortSignal): Promise<Snapshot>
  /** The entries after a position, in order: at once if there are any, else after at most `seconds`. */
  tail(after: LogPosition, seconds: number, signal: AbortSignal): Promise<readonly LogEntry[]>
  /**
   * Reads a user's state, or with undefined what holds for all. First appends an empty entry if the last one is older
   * than `beatAfter` seconds: a server that cannot keep a write must not respond to a read.
   */
  read(userId: string | undefined, beatAfter: number, signal: AbortSignal): Promise<ServerStates>
  /** Keeps the larger pairs, atomically for each key, and the later floor. Resolves when that is durable. */
  write(
    changes: readonly Revocation[],
    floor: NumericDate | undefined,
    signal: AbortSignal,
  ): Promise<ServerStates>
  close?(): Promise<void>
}

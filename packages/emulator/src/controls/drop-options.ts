import type { StreamErrorCode } from '../wire/stream-error.js'

/** Which connections end, and how. */
export interface DropOptions {
  /** Only those of this user. Default: all. */
  readonly userId?: string | undefined
  /** The close code. Default: none, as if the network had failed, or 1000 after an error. Clients do not reconnect after 1000. */
  readonly closeCode?: number | undefined
  /** The number of one of Stream's errors, which the socket receives before it ends. */
  readonly error?: StreamErrorCode | undefined
}

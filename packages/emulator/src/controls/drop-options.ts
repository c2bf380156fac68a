import type { StreamErrorCode } from '../wire/stream-error.js'

/** Which connections end, and how. */
export interface DropOptions {
  /** Only those of this user. Default: all. */
  readonly userId?: string | undefined
  /** The close code. Default: none, as if the network had failed, or 1000 after an error. Clients do not reconnect after 1000. */
  readonly closeCode?: number | undefined
  /** The number of an error of Stream's, which is sent before. */
  readonly error?: StreamErrorCode | undefined
}

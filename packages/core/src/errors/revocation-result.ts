/** Whether Stream has the change; 'off' if there was nothing to send, or if `streamApi` is false. */
export type Propagated = true | false | 'off'

/** The outcome of one change. */
export interface ChangeResult {
  readonly stored: true
  readonly propagated: Propagated
  /** Why Stream does not have the change. */
  readonly reason?: string
}

/** The result of a revocation: always stored; propagated to Stream or not. */
export interface RevocationResult {
  /** The latest cutoff now in force for the revoked users or the app, RFC 3339 with milliseconds; null: none. */
  readonly before: string | null
  readonly users?: readonly ({ readonly userId: string } & ChangeResult)[]
  readonly app?: ChangeResult
}

/** The result of a block or an unblock. */
export type BlockResult = {
  readonly userId: string
  /** When the block ends, RFC 3339 or 'forever'; null: the user is not blocked. */
  readonly blockedUntil: string | null
} & ChangeResult

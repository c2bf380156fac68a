/** Whether Stream knows: 'off' where there was nothing to tell it, or `streamApi` is false. */
export type Propagated = true | false | 'off'

/** How far a change got. */
export interface ChangeResult {
  readonly stored: true
  readonly propagated: Propagated
  /** Why Stream does not know. */
  readonly reason?: string
}

/** What a revocation has done: stored always, passed on to Stream or not. */
export interface RevocationResult {
  /** The latest cutoff now in force among what was revoked, RFC 3339 with milliseconds; null: none. */
  readonly before: string | null
  readonly users?: readonly ({ readonly userId: string } & ChangeResult)[]
  readonly app?: ChangeResult
}

/** What a block or its end has done. */
export type BlockResult = {
  readonly userId: string
  /** Until when the user is blocked, RFC 3339 or 'forever'; null: not blocked. */
  readonly blockedUntil: string | null
} & ChangeResult

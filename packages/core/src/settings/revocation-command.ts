/** A request to the revocation routes, as `authorizeRevocation` receives it. */
export type RevocationCommand = ReadCommand | RevokeCommand

/** Reads what is in force for a user. */
export interface ReadCommand {
  readonly action: 'read'
  readonly userId: string
}

/** Revokes or blocks, or undoes either. */
export interface RevokeCommand {
  readonly action: 'revoke'
  /** The users to change; without them the command is for the whole app. */
  readonly userIds?: readonly string[]
  /** The date as sent, RFC 3339; null: undo; absent: now, or no change if only `block` is set. */
  readonly before?: string | null
  /** true: block for good; RFC 3339: block until then; false: unblock. */
  readonly block?: boolean | string
}

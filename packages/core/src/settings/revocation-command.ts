/** What a caller of the revocation routes asks for, as `authorizeRevocation` is shown it. */
export type RevocationCommand = ReadCommand | RevokeCommand

/** To be told what is in force for a user. */
export interface ReadCommand {
  readonly action: 'read'
  readonly userId: string
}

/** To revoke, block, or undo either. */
export interface RevokeCommand {
  readonly action: 'revoke'
  /** The users it is about; without them it is about the app. */
  readonly userIds?: readonly string[]
  /** The date as it was sent, RFC 3339; null: undo; absent: now, or only the block changes. */
  readonly before?: string | null
  /** true: for good; RFC 3339: until then; false: no more. */
  readonly block?: boolean | string
}

import type { JsonObject } from '../wire/json-object.js'

/** A stored channel; instants are in milliseconds. It is replaced as a whole when it changes. */
export interface Channel {
  readonly type: string
  readonly id: string
  /** `<type>:<id>`. */
  readonly cid: string
  /** The user who created it. */
  readonly createdBy: string
  readonly createdAt: number
  readonly updatedAt: number
  readonly lastMessageAt?: number | undefined
  /** `name`, `image` and the app's own fields. */
  readonly fields: JsonObject
  readonly members: ReadonlyMap<string, Member>
  /** Oldest first. No two have the same date. */
  readonly messages: readonly Message[]
}

/** A member of a channel, and what it has read there. */
export interface Member {
  readonly userId: string
  readonly role: 'owner' | 'member'
  readonly addedAt: number
  readonly lastRead: number
  readonly lastReadMessageId?: string | undefined
  readonly unread: number
}

/** A message of a channel. */
export interface Message extends MessageDraft {
  readonly createdAt: number
}

/** A message that has not been sent yet. */
export interface MessageDraft {
  readonly id: string
  readonly userId: string
  readonly text: string
  readonly attachments: readonly JsonObject[]
  /** Ids of users. */
  readonly mentions: readonly string[]
  /** Stream's `silent`: the message does not count as unread. */
  readonly silent: boolean
  /** The app's own fields. */
  readonly fields: JsonObject
}

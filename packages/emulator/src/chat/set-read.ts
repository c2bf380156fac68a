import { StreamError } from '../wire/stream-error.js'
import type { Channel, Member } from './channel.js'

/** What a member has read of a channel. */
export type ReadState = Pick<Member, 'lastRead' | 'lastReadMessageId' | 'unread'>

/** The state of a user who has read everything. */
export function readAll({ messages, lastMessageAt = 0 }: Channel, now: number): ReadState {
  return { lastRead: Math.max(now, lastMessageAt), lastReadMessageId: messages.at(-1)?.id, unread: 0 }
}

/** The state of a user who has read everything before a message. */
export function readBefore({ messages }: Channel, messageId: string, userId: string): ReadState {
  const index = messages.findIndex(({ id }) => id === messageId)
  const first = messages[index]
  if (first === undefined) throw new StreamError(16, `Can't find message with id ${messageId}`)
  const before = messages[index - 1]
  return {
    lastRead: before?.createdAt ?? first.createdAt - 1,
    lastReadMessageId: before?.id,
    unread: messages.slice(index).filter(message => message.userId !== userId && !message.silent).length,
  }
}

/** Changes what a member has read. A user who is not a member has no such state. */
export function setRead(channel: Channel, userId: string, read: ReadState): Channel {
  const member = channel.members.get(userId)
  if (member === undefined) return channel
  return { ...channel, members: new Map(channel.members).set(userId, { ...member, ...read }) }
}

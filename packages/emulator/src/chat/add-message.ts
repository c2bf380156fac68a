import { StreamError } from '../wire/stream-error.js'
import type { Channel, Member, Message, MessageDraft } from './channel.js'

/** The oldest messages are dropped beyond this number. */
const MOST_MESSAGES = 1000

/** Adds a message. The sender has read the channel; for all other members it counts as unread. */
export function addMessage(
  channel: Channel,
  draft: MessageDraft,
  now: number,
): { readonly channel: Channel; readonly message: Message } {
  if (channel.messages.some(({ id }) => id === draft.id))
    throw new StreamError(4, `a message with ID ${draft.id} already exists`)
  // Clients sort by date and read up to a date, so two messages in the same millisecond need different ones.
  const createdAt = Math.max(now, (channel.lastMessageAt ?? 0) + 1)
  const message = { ...draft, createdAt }
  const afterMessage = (member: Member): Member => {
    if (member.userId === draft.userId)
      return { ...member, lastRead: createdAt, lastReadMessageId: draft.id, unread: 0 }
    return draft.silent ? member : { ...member, unread: member.unread + 1 }
  }
  return {
    message,
    channel: {
      ...channel,
      lastMessageAt: createdAt,
      messages: [...channel.messages, message].slice(-MOST_MESSAGES),
      members: new Map([...channel.members].map(([id, member]) => [id, afterMessage(member)])),
    },
  }
}

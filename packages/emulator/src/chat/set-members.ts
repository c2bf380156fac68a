import { StreamError } from '../wire/stream-error.js'
import type { Channel } from './channel.js'

const MOST_MEMBERS = 1000

/** Adds members, who have read everything that was there before them. Existing members stay as they are. */
export function addMembers(channel: Channel, userIds: readonly string[], now: number): Channel {
  const members = new Map(channel.members)
  for (const userId of userIds) {
    if (members.has(userId)) continue
    const role = userId === channel.createdBy ? 'owner' : 'member'
    const lastRead = Math.max(now, channel.lastMessageAt ?? 0)
    members.set(userId, { userId, role, addedAt: now, lastRead, unread: 0 })
  }
  if (members.size > MOST_MEMBERS)
    throw new StreamError(4, `a channel of the emulator has at most ${MOST_MEMBERS} members`)
  return { ...channel, members }
}

export function removeMembers(channel: Channel, userIds: readonly string[]): Channel {
  const members = new Map(channel.members)
  for (const userId of userIds) members.delete(userId)
  return { ...channel, members }
}

import type { JsonObject } from '../wire/json-object.js'
import { writeDate } from '../wire/wire-date.js'
import type { Channel } from './channel.js'

/** The fields of a channel by which queries filter and sort. */
export function channelRecord(channel: Channel, userId: string | undefined): JsonObject {
  const { fields, id, type, cid, createdBy, createdAt, updatedAt, lastMessageAt, members } = channel
  const date = (at: number): unknown => writeDate('v1', at)
  const unread = userId === undefined ? 0 : (members.get(userId)?.unread ?? 0)
  return {
    ...fields,
    ...{ id, type, cid, created_by_id: createdBy },
    ...{ members: [...members.keys()], member_count: members.size },
    ...{ created_at: date(createdAt), updated_at: date(updatedAt) },
    ...(lastMessageAt !== undefined && { last_message_at: date(lastMessageAt) }),
    last_updated: date(lastMessageAt ?? createdAt),
    ...{ unread_count: unread, has_unread: unread > 0 },
    joined: userId !== undefined && members.has(userId),
    ...{ frozen: false, disabled: false, hidden: false, muted: false, archived: false, pinned: false },
  }
}

import type { JsonObject } from '../wire/json-object.js'
import type { Channels } from './channels.js'

/** Counts a user's unread messages and the channels that contain them, as Stream puts them into events. */
export function unreadCounts(channels: Channels, userId: string): JsonObject {
  const unread = channels.all().map(({ members }) => members.get(userId)?.unread ?? 0)
  const total = unread.reduce((sum, count) => sum + count, 0)
  return {
    total_unread_count: total,
    unread_count: total,
    unread_channels: unread.filter(count => count > 0).length,
  }
}

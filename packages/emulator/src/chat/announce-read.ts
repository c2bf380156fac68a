import type { EmulatedApp } from '../emulated-app.js'
import { writeUser } from '../users/user-json.js'
import type { JsonObject } from '../wire/json-object.js'
import { writeDate } from '../wire/wire-date.js'
import { announce } from './announce.js'
import type { Channel } from './channel.js'
import { channelEvent } from './channel-event.js'
import { writeChannel } from './channel-json.js'
import type { ReadState } from './set-read.js'
import { unreadCounts } from './unread-counts.js'

/** Sends `message.read` to those who watch, and the new counts to the reader's own sockets; returns the event. */
export function announceRead(
  app: EmulatedApp,
  channel: Channel,
  userId: string,
  { lastRead, lastReadMessageId }: ReadState,
): JsonObject {
  const user = writeUser(app.users.shown(userId), 'v1')
  const event = channelEvent(app, channel, 'message.read', {
    user,
    created_at: writeDate('v1', lastRead),
    ...(lastReadMessageId !== undefined && { last_read_message_id: lastReadMessageId }),
  })
  announce(app, channel, event)
  const notification = { ...event, type: 'notification.mark_read', channel: writeChannel(app, channel, 'v1') }
  for (const { send } of app.connections.ofUser(userId))
    send({ ...notification, ...unreadCounts(app.channels, userId) })
  return event
}

import type { EmulatedApp } from '../emulated-app.js'
import { writeUser } from '../users/user-json.js'
import { writeDate } from '../wire/wire-date.js'
import type { Channel, Message } from './channel.js'
import { channelEvent } from './channel-event.js'
import { writeChannel } from './channel-json.js'
import { writeMessage } from './message-json.js'
import { unreadCounts } from './unread-counts.js'

/** Sends `message.new` to those who watch, and `notification.message_new` to the other members. */
export function announceMessage(app: EmulatedApp, channel: Channel, message: Message): void {
  const event = channelEvent(app, channel, 'message.new', {
    message: writeMessage(app, channel, message, 'v1'),
    user: writeUser(app.users.shown(message.userId), 'v1'),
    watcher_count: app.connections.watchers(channel.cid).length,
    channel_last_message_at: writeDate('v1', message.createdAt),
    created_at: writeDate('v1', message.createdAt),
  })
  const notification = {
    ...event,
    type: 'notification.message_new',
    channel: writeChannel(app, channel, 'v1'),
  }
  for (const { userId, watched, send } of app.connections.all()) {
    const isMember = channel.members.has(userId)
    const counts = isMember ? unreadCounts(app.channels, userId) : {}
    if (watched.has(channel.cid)) send({ ...event, ...counts })
    else if (isMember) send({ ...notification, ...counts })
  }
}

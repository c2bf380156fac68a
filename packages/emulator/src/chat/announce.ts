import type { EmulatedApp } from '../emulated-app.js'
import type { JsonObject } from '../json-object.js'
import { writeUser } from '../user-json.js'
import { writeDate } from '../wire-date.js'
import type { Channel, Message } from './channel.js'
import { writeChannel, writeMember } from './channel-json.js'
import { writeMessage } from './message-json.js'
import type { ReadState } from './set-read.js'
import { unreadCounts } from './unread-counts.js'

/** Writes an event of a channel. */
export function channelEvent(app: EmulatedApp, channel: Channel, type: string, rest: JsonObject): JsonObject {
  const { cid, id, type: channelType } = channel
  const at = { created_at: writeDate('v1', app.now()) }
  return { ...at, ...rest, type, cid, channel_id: id, channel_type: channelType }
}

/** Sends an event to everyone who watches the channel, except one user. */
export function announce(app: EmulatedApp, channel: Channel, event: JsonObject, except?: string): void {
  for (const { userId, send } of app.connections.watching(channel.cid)) if (userId !== except) send(event)
}

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

/** Notifies users who were added or removed, and everyone who watches the channel. */
export function announceMembers(
  app: EmulatedApp,
  channel: Channel,
  userIds: readonly string[],
  change: 'added' | 'removed',
): void {
  const { members } = channel
  for (const userId of userIds) {
    const added = members.get(userId)
    const user = writeUser(app.users.shown(userId), 'v1')
    const member = added === undefined ? { user_id: userId, user } : writeMember(app, added, 'v1')
    announce(app, channel, channelEvent(app, channel, `member.${change}`, { user, member }))
    const type = change === 'added' ? 'notification.added_to_channel' : 'notification.removed_from_channel'
    const own = channelEvent(app, channel, type, { user, member, channel: writeChannel(app, channel, 'v1') })
    for (const { send } of app.connections.ofUser(userId)) send(own)
  }
}

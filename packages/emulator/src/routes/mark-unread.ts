import { actingUser } from '../chat/acting-user.js'
import { channelEvent } from '../chat/channel-event.js'
import { knownChannel } from '../chat/known-channel.js'
import { readBefore, setRead } from '../chat/set-read.js'
import { unreadCounts } from '../chat/unread-counts.js'
import type { Route } from '../http/route.js'
import { readObject } from '../query/read-object.js'
import { writeUser } from '../users/user-json.js'
import { StreamError } from '../wire/stream-error.js'
import { writeDate } from '../wire/wire-date.js'

/** Marks a message, and those after it, as not read by a user. */
export const markUnread: Route = {
  operation: 'MarkUnread',
  method: 'POST',
  endpoints: ['/channels/{type}/{id}/unread'],
  serverOnly: false,
  handle: call => {
    const { app } = call
    const body = readObject(call.body, 'the body')
    const userId = actingUser(call, body)
    const before = knownChannel(call, 'ReadChannel')
    if (typeof body.message_id !== 'string') throw new StreamError(4, 'message_id must be provided')
    const read = readBefore(before, body.message_id, userId)
    const channel = app.channels.keep(setRead(before, userId, read))
    const event = channelEvent(app, channel, 'notification.mark_unread', {
      user: writeUser(app.users.known(userId), 'v1'),
      first_unread_message_id: body.message_id,
      last_read_at: writeDate('v1', read.lastRead),
      ...(read.lastReadMessageId !== undefined && { last_read_message_id: read.lastReadMessageId }),
      unread_messages: read.unread,
      ...unreadCounts(app.channels, userId),
    })
    for (const { send } of app.connections.ofUser(userId)) send(event)
    return {}
  },
}

import { actingUser } from '../chat/acting-user.js'
import { announceRead } from '../chat/announce-read.js'
import { knownChannel } from '../chat/known-channel.js'
import { readAll, setRead } from '../chat/set-read.js'
import type { Route } from '../http/route.js'
import { readObject } from '../query/read-object.js'

/** Marks a channel as read by a user. */
export const markRead: Route = {
  operation: 'MarkRead',
  method: 'POST',
  endpoints: ['/channels/{type}/{id}/read'],
  serverOnly: false,
  handle: call => {
    const { app } = call
    const userId = actingUser(call, readObject(call.body, 'the body'))
    const before = knownChannel(call, 'ReadChannel')
    const read = readAll(before, app.now())
    const channel = app.channels.keep(setRead(before, userId, read))
    return { event: announceRead(app, channel, userId, read) }
  },
}

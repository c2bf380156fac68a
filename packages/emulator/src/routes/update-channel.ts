import { announce } from '../chat/announce.js'
import { announceMembers } from '../chat/announce-members.js'
import { assertUsersExist } from '../chat/assert-users-exist.js'
import { channelEvent } from '../chat/channel-event.js'
import { CHANNEL_FIELDS } from '../chat/channel-fields.js'
import { writeChannel, writeMember } from '../chat/channel-json.js'
import { knownChannel } from '../chat/known-channel.js'
import { readOwnFields } from '../chat/own-fields.js'
import { readUserIds } from '../chat/read-user-ids.js'
import { addMembers, removeMembers } from '../chat/set-members.js'
import { stopWatching } from '../chat/watch.js'
import type { Route } from '../http/route.js'
import { readObject } from '../query/read-object.js'
import { StreamError } from '../wire/stream-error.js'

/** Replaces a channel's own fields, and adds or removes members. Only the server and the creator may; members may leave. */
export const updateChannel: Route = {
  operation: 'UpdateChannel',
  method: 'POST',
  endpoints: ['/channels/{type}/{id}'],
  serverOnly: false,
  handle: call => {
    const { app, caller, request } = call
    const body = readObject(call.body, 'the body')
    const before = knownChannel(call, 'UpdateChannel')
    const isMember = (id: string): boolean => before.members.has(id)
    const added = readUserIds(body.add_members, 'add_members').filter(id => !isMember(id))
    assertUsersExist(app, added)
    const removed = readUserIds(body.remove_members, 'remove_members').filter(isMember)
    const isLeaving = body.data === undefined && added.length === 0 && removed.length === 1
    if (caller.kind === 'user' && caller.userId !== before.createdBy)
      if (!isLeaving || removed[0] !== caller.userId)
        throw new StreamError(17, `User '${caller.userId}' is not allowed to perform action UpdateChannel`)
    const data = readObject(body.data, 'data')
    const fields =
      body.data === undefined ? before.fields : readOwnFields(data, CHANNEL_FIELDS, request.generation)
    const now = app.now()
    const members = removeMembers(addMembers(before, added, now), removed)
    const channel = app.channels.keep({ ...members, fields, updatedAt: now })

    announceMembers(app, channel, added, 'added')
    announceMembers(app, channel, removed, 'removed')
    for (const userId of removed)
      for (const connection of app.connections.ofUser(userId)) stopWatching(app, connection, channel)
    const written = writeChannel(app, channel, 'v1')
    announce(app, channel, channelEvent(app, channel, 'channel.updated', { channel: written }))
    return {
      channel: writeChannel(app, channel, request.generation),
      members: [...channel.members.values()].map(member => writeMember(app, member, request.generation)),
    }
  },
}

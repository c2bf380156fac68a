import { assertAllowed } from '../chat/assert-allowed.js'
import { writeChannelState } from '../chat/channel-state-json.js'
import { createChannel } from '../chat/create-channel.js'
import { distinctId } from '../chat/distinct-id.js'
import { messagePage } from '../chat/message-page.js'
import { readUserIds } from '../chat/read-user-ids.js'
import { readWatcher, startWatching } from '../chat/watch.js'
import type { Route } from '../http/route.js'
import { readObject } from '../query/read-object.js'

const PAGE_SIZE = 100

/** Returns a channel, which it creates if needed, and lets the caller watch it. */
export const queryChannel: Route = {
  operation: 'GetOrCreateChannel',
  method: 'POST',
  endpoints: ['/channels/{type}/{id}/query', '/channels/{type}/query'],
  serverOnly: false,
  handle: call => {
    const { app, caller, request, type } = call
    const body = readObject(call.body, 'the body')
    const data = readObject(body.data, 'data')
    const members = readUserIds(data.members, 'data.members')
    const id = call.id === '' ? distinctId(members) : call.id
    const existing = app.channels.find(`${type}:${id}`)
    if (existing !== undefined) assertAllowed(call, existing, 'ReadChannel')

    const watcher = readWatcher(call, body)
    const page = readObject(body.messages, 'messages')
    // Before the channel is created, so that a refused request leaves nothing behind.
    const messages = messagePage(existing?.messages ?? [], page, PAGE_SIZE)
    const channel = existing ?? createChannel(call, { type, id }, data, members)
    if (watcher !== undefined) startWatching(app, watcher, [channel], body)
    return writeChannelState(app, channel, {
      generation: request.generation,
      userId: caller.kind === 'user' ? caller.userId : undefined,
      messages,
      state: body.state !== false,
    })
  },
}

import type { EmulatedApp } from '../emulated-app.js'
import type { ApiCall } from '../http/route.js'
import type { Connection } from '../sockets/connections.js'
import { writeUser } from '../users/user-json.js'
import type { JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'
import { announce } from './announce.js'
import type { Channel } from './channel.js'
import { channelEvent } from './channel-event.js'

/** Returns the socket for Stream's options `watch` and `presence`; undefined if neither is set, or for anonymous users. */
export function readWatcher(call: ApiCall, options: JsonObject): Connection | undefined {
  if (call.caller.kind === 'anonymous') return undefined
  return options.watch === true || options.presence === true ? callersConnection(call) : undefined
}

/** Returns the caller's socket that the request names. */
export function callersConnection({ app, caller, request }: ApiCall): Connection {
  const id = request.query.get('connection_id')
  if (id === null)
    throw new StreamError(4, 'Watch or Presence requires an active websocket connection: add connection_id')
  const connection = app.connections.find(id)
  if (connection === undefined || caller.kind !== 'user' || caller.userId !== connection.userId)
    throw new StreamError(46, `connection ID ${id} not found`)
  return connection
}

/** Makes a socket watch channels. */
export function startWatching(
  app: EmulatedApp,
  connection: Connection,
  channels: readonly Channel[],
  options: JsonObject,
): void {
  for (const channel of channels) {
    if (options.presence === true) connection.presence.add(channel.cid)
    if (options.watch !== true || connection.watched.has(channel.cid)) continue
    const isNew = !app.connections.watchers(channel.cid).includes(connection.userId)
    connection.watched.add(channel.cid)
    if (isNew) announceWatcher(app, channel, connection.userId, 'start')
  }
}

export function stopWatching(app: EmulatedApp, connection: Connection, channel: Channel): void {
  connection.presence.delete(channel.cid)
  if (!connection.watched.delete(channel.cid)) return
  if (!app.connections.watchers(channel.cid).includes(connection.userId))
    announceWatcher(app, channel, connection.userId, 'stop')
}

function announceWatcher(app: EmulatedApp, channel: Channel, userId: string, change: 'start' | 'stop'): void {
  const user = writeUser(app.users.shown(userId), 'v1')
  const watcher_count = app.connections.watchers(channel.cid).length
  announce(
    app,
    channel,
    channelEvent(app, channel, `user.watching.${change}`, { user, watcher_count }),
    userId,
  )
}

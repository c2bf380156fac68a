import type { WebSocket } from 'ws'
import type { EmulatedApp } from '../emulated-app.js'
import { writeUser } from '../user-json.js'
import { writeDate } from '../wire-date.js'
import type { Connection } from './connections.js'
import { stopWatching } from './watch.js'

/** A client that does not read its socket is dropped once this many bytes wait for it. */
const MOST_WAITING_BYTES = 8 * 1_048_576

/** Lets a connected user's socket receive events, until it closes. Call it after the socket's first frame. */
export function openConnection(app: EmulatedApp, id: string, userId: string, socket: WebSocket): void {
  const connection: Connection = {
    id,
    userId,
    watched: new Set(),
    presence: new Set(),
    send: event => {
      if (socket.bufferedAmount > MOST_WAITING_BYTES) socket.terminate()
      else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(event))
    },
  }
  app.connections.open(connection)
  if (app.connections.ofUser(userId).length === 1) announcePresence(app, userId)
  socket.once('close', () => {
    app.connections.close(connection)
    for (const cid of [...connection.watched]) stopWatching(app, connection, app.channels.known(cid))
    if (app.connections.ofUser(userId).length === 0) announcePresence(app, userId)
  })
}

/** Sends `user.presence.changed` to those who asked for the presence of a channel with this member. */
function announcePresence(app: EmulatedApp, userId: string): void {
  const user = writeUser(app.users.known(userId), 'v1')
  const event = { type: 'user.presence.changed', user, created_at: writeDate('v1', app.now()) }
  for (const { presence, send } of app.connections.all())
    if ([...presence].some(cid => app.channels.find(cid)?.members.has(userId))) send(event)
}

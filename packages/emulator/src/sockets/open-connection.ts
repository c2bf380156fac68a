import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import { stopWatching } from '../chat/watch.js'
import type { EmulatedApp } from '../emulated-app.js'
import { announceUser } from '../users/announce-user.js'
import type { EmulatedUser } from '../users/users.js'
import { writeDate } from '../wire/wire-date.js'
import type { ConnectingUser } from './authenticate-socket.js'
import type { Connection } from './connections.js'
import { sendFrame } from './send-frame.js'
import type { SocketProtocol } from './socket-protocol.js'

/** Connects a user who is authenticated: from now on the user is online and the socket receives events. */
export function openConnection(
  app: EmulatedApp,
  protocol: SocketProtocol,
  { userId, fields, isAnonymous }: ConnectingUser,
  socket: WebSocket,
): void {
  const id = randomUUID()
  const { product } = protocol
  const receivesEvents = product === 'chat' && !isAnonymous
  const connection: Connection = {
    ...{ id, userId, isAnonymous, product, socket, watched: new Set(), presence: new Set() },
    send: event => receivesEvents && sendFrame(socket, event),
    sendError: error => sendFrame(socket, protocol.writeError(error, app.now())),
  }
  const isFirst = !isAnonymous && app.connections.ofUser(userId).length === 0
  app.connections.open(connection)
  socket.once('close', closeCode => closeConnection(app, connection, closeCode))
  socket.on('message', () => {
    const created_at = writeDate('v1', app.now())
    sendFrame(socket, { type: 'health.check', connection_id: id, cid: '*', created_at })
  })

  // A user cannot set its own role, so the role is ignored.
  if (!isAnonymous) app.users.merge(userId, { fields })
  const user = isAnonymous ? visitor(app, userId) : app.users.setOnline(userId, true)
  sendFrame(socket, protocol.writeConnected(app, id, user))
  app.log.add({ type: 'connected', at: app.now(), product, userId, connectionId: id })
  if (isFirst) announceUser(app, 'user.presence.changed', userId)
}

function closeConnection(app: EmulatedApp, connection: Connection, closeCode: number): void {
  // A reset has already forgotten the connection.
  if (!app.connections.close(connection)) return
  const { id, userId, isAnonymous, product, watched } = connection
  const isLast = !isAnonymous && app.connections.ofUser(userId).length === 0
  if (!isAnonymous) app.users.setOnline(userId, !isLast)
  app.log.add({ type: 'disconnected', at: app.now(), product, userId, connectionId: id, closeCode })
  for (const cid of [...watched]) stopWatching(app, connection, app.channels.known(cid))
  if (isLast) announceUser(app, 'user.presence.changed', userId)
}

/** An anonymous user is not stored. */
function visitor(app: EmulatedApp, id: string): EmulatedUser {
  const at = app.now()
  return { id, role: 'anonymous', createdAt: at, updatedAt: at, online: true, fields: {} }
}

import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import { type ApiRequest, parseJson } from './api-request.js'
import { authenticate } from './authenticate.js'
import { openConnection } from './chat/open-connection.js'
import { unreadCounts } from './chat/unread-counts.js'
import type { EmulatedApp } from './emulated-app.js'
import { isJsonObject, type JsonObject } from './json-object.js'
import { StreamError } from './stream-error.js'
import { readUser, writeOwnUser } from './user-json.js'
import type { EmulatedUser } from './users.js'
import { writeDate } from './wire-date.js'

/** Connects a user on an open socket by Stream's chat protocol. Throws a `StreamError`. */
export async function connectUser(app: EmulatedApp, request: ApiRequest, socket: WebSocket): Promise<void> {
  const { query } = request
  const { userId, details } = readConnectJson(query.get('json'))
  const caller = await authenticate(app, {
    apiKey: query.get('api_key'),
    authType: query.get('stream-auth-type'),
    token: query.get('authorization'),
    userId,
  })
  if (caller.kind === 'server')
    throw new StreamError(5, 'JWTAuth error: a user must connect with a user token')

  if (socket.readyState !== socket.OPEN) return

  const connectionId = randomUUID()
  const sendHealthCheck = (me?: JsonObject): void => {
    const event = {
      type: 'health.check',
      connection_id: connectionId,
      cid: '*',
      created_at: writeDate('v1', app.now()),
    }
    socket.send(JSON.stringify({ ...event, ...(me !== undefined && { me }) }))
  }
  const user = caller.kind === 'user' ? goOnline(app, userId, details, socket) : visitor(app, userId)
  socket.on('message', () => sendHealthCheck())
  sendHealthCheck({ ...writeOwnUser(user), ...unreadCounts(app.channels, user.id) })
  if (caller.kind === 'user') openConnection(app, connectionId, user.id, socket)
}

function readConnectJson(text: string | null): { readonly userId: string; readonly details: JsonObject } {
  const json = parseJson(text ?? '', 'json')
  const details = isJsonObject(json) && isJsonObject(json.user_details) ? json.user_details : {}
  const userId = isJsonObject(json) ? (json.user_id ?? details.id) : undefined
  if (typeof userId !== 'string' || userId === '') throw new StreamError(4, 'json must contain the user_id')
  return { userId, details }
}

/** Creates the user if needed. A user cannot set its own role, so the role is ignored. */
function goOnline(app: EmulatedApp, userId: string, details: JsonObject, socket: WebSocket): EmulatedUser {
  app.users.merge(userId, { fields: readUser(details, 'v1').fields })
  socket.once('close', () => app.users.countSocket(userId, -1))
  return app.users.countSocket(userId, 1)
}

/** An anonymous user is not stored. */
function visitor(app: EmulatedApp, id: string): EmulatedUser {
  const at = app.now()
  return { id, role: 'anonymous', createdAt: at, updatedAt: at, sockets: 1, fields: {} }
}

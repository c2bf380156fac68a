import type { WebSocket } from 'ws'
import type { ApiRequest } from './api-request.js'
import { authenticate } from './authenticate.js'
import type { EmulatedApp } from './emulated-app.js'
import type { JsonObject } from './json-object.js'
import type { SocketProtocol } from './socket-protocol.js'
import { StreamError } from './stream-error.js'
import { readUser } from './user-json.js'

/** A user who is about to connect. */
export interface ConnectingUser {
  readonly userId: string
  /** The fields of the user that the client sends along. */
  readonly fields: JsonObject
  readonly isAnonymous: boolean
}

/** Authenticates the user of a socket. Returns undefined if the client has left; throws a `StreamError`. */
export async function authenticateSocket(
  app: EmulatedApp,
  protocol: SocketProtocol,
  request: ApiRequest,
  socket: WebSocket,
): Promise<ConnectingUser | undefined> {
  const wanted = await protocol.readConnectRequest(request, socket)
  if (wanted === undefined) return undefined
  const { userId, details, credentials } = wanted
  const caller = await authenticate(app, credentials)
  if (caller.kind === 'server')
    throw new StreamError(5, 'JWTAuth error: a user must connect with a user token')
  const isAnonymous = caller.kind === 'anonymous'
  if (isAnonymous && !protocol.admitsAnonymous) throw new StreamError(5, 'anonymous users cannot connect')
  if (socket.readyState !== socket.OPEN) return undefined
  return { userId, fields: readUser(details, protocol.generation).fields, isAnonymous }
}

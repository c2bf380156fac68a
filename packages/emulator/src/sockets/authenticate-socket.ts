import type { WebSocket } from 'ws'
import { authenticate } from '../auth/authenticate.js'
import type { EmulatedApp } from '../emulated-app.js'
import { readUser } from '../users/user-json.js'
import type { ApiRequest } from '../wire/api-request.js'
import type { JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'
import type { SocketProtocol } from './socket-protocol.js'

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

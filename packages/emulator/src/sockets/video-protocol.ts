import type { WebSocket } from 'ws'
import { writeOwnUser } from '../users/user-json.js'
import { parseJson } from '../wire/api-request.js'
import { isJsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'
import { writeDate } from '../wire/wire-date.js'
import type { SocketProtocol } from './socket-protocol.js'

/** Video: the token is in the client's first message, and the first frame is `connection.ok` or `connection.error`. */
export const videoProtocol: SocketProtocol = {
  product: 'video',
  generation: 'video',
  admitsAnonymous: false,
  readConnectRequest: async ({ query }, socket) => {
    const message = await firstMessage(socket)
    if (message === undefined) return undefined
    const json = parseJson(message, 'the first message')
    const { token, user_details: details } = isJsonObject(json) ? json : {}
    if (!isJsonObject(details) || typeof details.id !== 'string' || details.id === '')
      throw new StreamError(4, 'the first message must contain user_details with an id')
    const credentials = {
      apiKey: query.get('api_key'),
      authType: query.get('stream-auth-type'),
      token: typeof token === 'string' ? token : null,
      userId: details.id,
    }
    return { userId: details.id, details, credentials }
  },
  writeConnected: (app, connectionId, user) => ({
    type: 'connection.ok',
    connection_id: connectionId,
    created_at: writeDate('video', app.now()),
    me: writeOwnUser(user, 'video'),
  }),
  writeError: (error, at) => ({
    type: 'connection.error',
    connection_id: '',
    created_at: writeDate('video', at),
    error,
  }),
}

function firstMessage(socket: WebSocket): Promise<string | undefined> {
  return new Promise(resolve => {
    socket.once('message', data => resolve(String(data)))
    socket.once('close', () => resolve(undefined))
  })
}

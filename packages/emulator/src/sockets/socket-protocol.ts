import type { WebSocket } from 'ws'
import type { Credentials } from '../auth/authenticate.js'
import type { EmulatedApp } from '../emulated-app.js'
import type { EmulatedUser } from '../users/users.js'
import type { ApiRequest } from '../wire/api-request.js'
import type { JsonObject } from '../wire/json-object.js'
import type { Generation } from '../wire/wire-date.js'

/** Who wants to connect, with what credentials. */
export interface ConnectRequest {
  readonly userId: string
  /** The fields of the user that the client sends along. */
  readonly details: JsonObject
  readonly credentials: Credentials
}

/** What is special to a product's sockets: where the credentials are, and what the frames look like. */
export interface SocketProtocol {
  readonly product: 'chat' | 'video'
  readonly generation: Generation
  /** Whether anonymous users may connect. */
  readonly admitsAnonymous: boolean
  /** Resolves with undefined if the client leaves first. Throws a `StreamError`. */
  readonly readConnectRequest: (
    request: ApiRequest,
    socket: WebSocket,
  ) => ConnectRequest | Promise<ConnectRequest | undefined>
  readonly writeConnected: (app: EmulatedApp, connectionId: string, user: EmulatedUser) => JsonObject
  readonly writeError: (error: JsonObject, at: number) => JsonObject
}

import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { injectFailure } from '../controls/failure.js'
import type { RequestHooks } from '../controls/request-hooks.js'
import type { EmulatedApp } from '../emulated-app.js'
import { type ApiRequest, readApiRequest } from '../wire/api-request.js'
import { sendJson } from '../wire/send-json.js'
import { startStopwatch } from '../wire/stopwatch.js'
import { errorBody, StreamError, toStreamError } from '../wire/stream-error.js'
import { authenticateSocket } from './authenticate-socket.js'
import { chatProtocol } from './chat-protocol.js'
import { openConnection } from './open-connection.js'
import { sendFrame } from './send-frame.js'
import { videoProtocol } from './video-protocol.js'

/** Returns the function that handles one upgrade request; `head` holds the bytes that follow it. */
export function createSocketServer(
  app: EmulatedApp,
  hooks: RequestHooks,
): (incoming: IncomingMessage, socket: Socket, head: Buffer) => Promise<void> {
  const server = new WebSocketServer({ noServer: true, maxPayload: 65_536 })

  /** Connects the user of an open socket, or sends the error as first frame. `refusal` is an error that a test injected. */
  const accept = async (socket: WebSocket, request: ApiRequest, refusal?: StreamError): Promise<void> => {
    const elapsed = startStopwatch()
    // Chat sends who it is in the query, video in a message.
    const protocol = request.query.has('json') ? chatProtocol : videoProtocol
    // An invalid frame closes its own socket and must not crash the emulator.
    socket.on('error', () => socket.terminate())
    try {
      if (refusal !== undefined) throw refusal
      const user = await authenticateSocket(app, protocol, request, socket)
      if (user === undefined) return
      hooks.report(request, { status: 101, userId: user.userId })
      openConnection(app, protocol, user, socket)
    } catch (thrown) {
      const error = toStreamError(thrown)
      sendFrame(socket, protocol.writeError(errorBody(error, elapsed()), app.now()))
      socket.close(1000)
      hooks.report(request, { status: error.status, code: error.code })
    }
  }

  return async (incoming, socket, head) => {
    const request = readApiRequest(incoming)
    let refusal: StreamError | undefined
    try {
      const failure = await hooks.intercept(request, undefined)
      if (failure !== undefined) {
        const status = injectFailure(failure, responseOn(incoming, socket))
        return hooks.report(request, { status, injected: true })
      }
    } catch (thrown) {
      refusal = toStreamError(thrown)
    }
    if (request.endpoint === '/connect')
      return server.handleUpgrade(incoming, socket, head, client => void accept(client, request, refusal))

    const error = refusal ?? new StreamError(16, 'url not found')
    sendJson(responseOn(incoming, socket), error.status, errorBody(error, startStopwatch()()))
    hooks.report(request, { status: error.status, code: error.code })
  }
}

/** Creates the response that Node does not provide for upgrade requests. It ends the connection once it is sent. */
function responseOn(incoming: IncomingMessage, socket: Socket): ServerResponse {
  const response = new ServerResponse(incoming)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  response.on('finish', () => socket.end())
  return response
}

import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { readApiRequest } from './api-request.js'
import { connectUser } from './connect-user.js'
import type { EmulatedApp } from './emulated-app.js'
import { injectFailure } from './failure.js'
import type { RequestHooks } from './request-hooks.js'
import { sendJson } from './send-json.js'
import { startStopwatch } from './stopwatch.js'
import { errorBody, StreamError, toStreamError } from './stream-error.js'

/** The WebSocket part of the emulator. */
export interface SocketServer {
  /** Handles one upgrade request; `head` holds the bytes that follow it. */
  readonly upgrade: (incoming: IncomingMessage, socket: Socket, head: Buffer) => Promise<void>
  /** Terminates every socket, as a network failure would. */
  readonly drop: () => void
}

export function createSocketServer(app: EmulatedApp, hooks: RequestHooks): SocketServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: 65_536 })

  const accept = async (socket: WebSocket, incoming: IncomingMessage): Promise<void> => {
    const elapsed = startStopwatch()
    const request = readApiRequest(incoming)
    const { method, path } = request
    // An invalid frame closes its own socket and must not crash the emulator.
    socket.on('error', () => socket.terminate())
    try {
      await connectUser(app, request, socket)
      hooks.report({ method, path, status: 101 })
    } catch (thrown) {
      const error = toStreamError(thrown)
      socket.send(JSON.stringify({ error: errorBody(error, elapsed()) }))
      socket.close(1000)
      hooks.report({ method, path, status: error.status, code: error.code })
    }
  }

  return {
    upgrade: async (incoming, socket, head) => {
      const { method, path, endpoint } = readApiRequest(incoming)
      const failure = await hooks.intercept({ method, path, body: undefined })
      if (failure === undefined && endpoint === '/connect')
        return server.handleUpgrade(incoming, socket, head, client => void accept(client, incoming))

      const response = responseOn(incoming, socket)
      if (failure !== undefined) return injectFailure(failure, response)
      const notFound = new StreamError(16, 'url not found')
      sendJson(response, notFound.status, errorBody(notFound, startStopwatch()()))
      hooks.report({ method, path, status: notFound.status, code: notFound.code })
    },
    drop: () => {
      for (const client of server.clients) client.terminate()
    },
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

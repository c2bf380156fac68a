import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { readApiRequest } from './api-request.js'
import { connectUser } from './connect-user.js'
import type { EmulatedApp } from './emulated-app.js'
import { commitFault } from './fault.js'
import type { RequestHooks } from './request-hooks.js'
import { sendJson } from './send-json.js'
import { startStopwatch } from './stopwatch.js'
import { errorBody, StreamError, toStreamError } from './stream-error.js'

/** The WebSocket half of the emulator. */
export interface SocketServer {
  /** Answers one upgrade request; `head` is what came after it. */
  readonly upgrade: (incoming: IncomingMessage, socket: Socket, head: Buffer) => Promise<void>
  /** Drops every socket, as a lost network does. */
  readonly drop: () => void
}

export function createSocketServer(app: EmulatedApp, hooks: RequestHooks): SocketServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: 65_536 })

  const greet = async (socket: WebSocket, incoming: IncomingMessage): Promise<void> => {
    const elapsed = startStopwatch()
    const request = readApiRequest(incoming)
    const { method, path } = request
    // A frame that breaks the protocol ends its own socket, never the emulator.
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
      const fault = await hooks.intercept({ method, path, body: undefined })
      if (fault === undefined && endpoint === '/connect')
        return server.handleUpgrade(incoming, socket, head, client => void greet(client, incoming))

      const response = responseOn(incoming, socket)
      if (fault !== undefined) return commitFault(fault, response)
      const notFound = new StreamError(16, 'url not found')
      sendJson(response, notFound.status, errorBody(notFound, startStopwatch()()))
      hooks.report({ method, path, status: notFound.status, code: notFound.code })
    },
    drop: () => {
      for (const client of server.clients) client.terminate()
    },
  }
}

/** Node gives an upgrade request no response: this one ends the connection once it is sent. */
function responseOn(incoming: IncomingMessage, socket: Socket): ServerResponse {
  const response = new ServerResponse(incoming)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  response.on('finish', () => socket.end())
  return response
}

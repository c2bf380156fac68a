import { createServer } from 'node:http'
import { Socket } from 'node:net'
import { createEmulatedApp } from './emulated-app.js'
import type { StreamEmulatorOptions } from './emulator-options.js'
import { handleRequest } from './handle-request.js'
import { createRequestHooks } from './request-hooks.js'
import { createSocketServer } from './socket-server.js'

/** A running emulator. */
export interface StreamEmulator {
  /** `http://127.0.0.1:<port>`: the `baseURL` of `stream-chat`, the `basePath` of `@stream-io/node-sdk`. */
  readonly url: string
  /** Terminates every WebSocket, as a network failure would, so that clients reconnect. */
  readonly dropConnections: () => void
  /** Closes every connection and stops the server; resolves when the port is free. */
  readonly close: () => Promise<void>
}

/**
 * Starts an emulator of Stream's authentication. It listens on 127.0.0.1 only.
 *
 * @throws {TokenProviderError} `config_invalid`: Stream's apps cannot have this key or secret.
 * @throws The system's error if the port is in use.
 *
 * @example
 * ```ts
 * import { startStreamEmulator } from '@stream-token/emulator'
 *
 * const emulator = await startStreamEmulator({ apiKey: 'key', apiSecret: 'a-secret-of-at-least-thirty-two-bytes' })
 * console.log(emulator.url) // http://127.0.0.1:49152
 * await emulator.close()
 * ```
 */
export async function startStreamEmulator(options: StreamEmulatorOptions): Promise<StreamEmulator> {
  const app = createEmulatedApp(options)
  const hooks = createRequestHooks(options)
  const sockets = createSocketServer(app, hooks)
  const connections = new Set<Socket>()

  const server = createServer((incoming, response) => {
    handleRequest(app, hooks, incoming, response).catch(() => response.destroy())
  })
  server.on('upgrade', (incoming, socket, head) => {
    if (socket instanceof Socket) sockets.upgrade(incoming, socket, head).catch(() => socket.destroy())
    else socket.destroy()
  })
  server.on('connection', socket => {
    connections.add(socket)
    // Node does not handle errors of upgraded sockets: without a listener, a client's reset would crash the process.
    socket.on('error', () => socket.destroy())
    socket.once('close', () => connections.delete(socket))
  })
  const port = await listen(server, options.port ?? 0)

  return {
    url: `http://127.0.0.1:${port}`,
    dropConnections: sockets.drop,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        // Keep-alive connections, sockets and hanging requests would keep the server open.
        for (const connection of connections) connection.destroy()
      }),
  }
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

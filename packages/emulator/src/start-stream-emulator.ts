import { createServer } from 'node:http'
import { Socket } from 'node:net'
import type { CreateTokenOptions } from '@stream-token/core'
import { checkPort } from './check-port.js'
import { dropConnections } from './controls/drop-connections.js'
import type { DropOptions } from './controls/drop-options.js'
import type { EmulatedClock } from './controls/emulated-clock.js'
import type { EventLog } from './controls/event-log.js'
import type { InjectedFailure } from './controls/failure.js'
import { createFailureRules } from './controls/failure-rules.js'
import { createRequestHooks } from './controls/request-hooks.js'
import { createEmulatedApp } from './emulated-app.js'
import type { StreamEmulatorOptions } from './emulator-options.js'
import { handleRequest } from './http/handle-request.js'
import { createSocketServer } from './sockets/socket-server.js'

/** A running emulator. */
export interface StreamEmulator {
  /** `http://127.0.0.1:<port>`: the `baseURL` of `stream-chat`, the `basePath` of `@stream-io/node-sdk`. */
  readonly url: string
  /** `127.0.0.1:<port>`: the value of `STREAM_LOCAL_TEST_HOST`, which `stream-chat` and `@stream-token/core` read. */
  readonly host: string
  /** The emulator's clock. Advance it to let tokens expire. */
  readonly clock: EmulatedClock
  /** What has happened, and promises of what will happen. */
  readonly events: EventLog
  /** Mints a user token by the emulator's clock, as a server would that has the secret. */
  readonly createToken: (userId: string, options?: CreateTokenOptions) => Promise<string>
  /**
   * Lets requests fail until the returned function is called, or `times` times. A number is a status, with Stream's
   * error body. The route is a path with or without a method: `POST /guest`, `/connect`, `/users/{id}/deactivate`, `*`.
   */
  readonly fail: (
    route: string,
    failure: InjectedFailure | number,
    options?: { readonly times?: number },
  ) => () => void
  /** Ends connections: by default all, as a network failure would, so that clients reconnect. */
  readonly dropConnections: (options?: DropOptions) => void
  /** Forgets users, channels, revocations, settings, failures and events, sets the clock back, and closes every connection. */
  readonly reset: () => void
  /** Closes every connection and stops the server; resolves when the port is free. */
  readonly close: () => Promise<void>
}

/**
 * Starts an emulator of Stream: of its authentication and of conversations. It listens on 127.0.0.1 only.
 *
 * @throws {TokenProviderError} `config_invalid`: Stream's apps cannot have this key or secret.
 * @throws {TypeError} Clients cannot be pointed at this port.
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
  const { port: wanted = 0 } = options
  checkPort(wanted)
  const app = createEmulatedApp(options)
  const rules = createFailureRules()
  const hooks = createRequestHooks(app, rules, options)
  const upgrade = createSocketServer(app, hooks)
  const sockets = new Set<Socket>()

  const server = createServer((incoming, response) => {
    handleRequest(app, hooks, incoming, response).catch(() => response.destroy())
  })
  server.on('upgrade', (incoming, socket, head) => {
    if (socket instanceof Socket) upgrade(incoming, socket, head).catch(() => socket.destroy())
    else socket.destroy()
  })
  server.on('connection', socket => {
    sockets.add(socket)
    // Node does not handle errors of upgraded sockets: without a listener, a client's reset would crash the process.
    socket.on('error', () => socket.destroy())
    socket.once('close', () => sockets.delete(socket))
  })
  const port = await listen(server, wanted)

  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    clock: app.clock,
    events: app.log,
    createToken: app.createToken,
    fail: (route, failure, { times } = {}) => rules.add(route, failure, times),
    dropConnections: dropOptions => dropConnections(app, dropOptions),
    reset: () => {
      rules.clear()
      app.reset()
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        app.log.close()
        // Keep-alive connections, sockets and hanging requests would keep the server open.
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** With Node's default of 511, half of 1,000 clients that connect at once wait for a second. */
const BACKLOG = 4096

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', backlog: BACKLOG }, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

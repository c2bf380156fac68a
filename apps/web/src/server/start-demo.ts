import { once } from 'node:events'
import { createServer, type RequestListener, Server } from 'node:http'
import type { Socket } from 'node:net'
import { startStreamEmulator } from '@stream-token/emulator'
import { createChannel } from './create-channel.js'
import { type DemoSettings, streamKeys } from './demo-settings.js'

type App = RequestListener | Server

/** Creates a demo's app: a Node request listener, or a server that also handles upgrades. */
export type CreateApp = (settings: DemoSettings) => App | Promise<App>

/** A running demo: the app and its emulator. */
export interface Demo {
  readonly url: string
  readonly streamUrl: string
  close(): Promise<void>
}

/** Starts the emulator and the app on loopback; uses a free port if `port` is taken. */
export async function startDemo(createApp: CreateApp, port = 0): Promise<Demo> {
  const keys = streamKeys()
  const emulator = await startStreamEmulator({ ...keys, port: 0 })
  try {
    const settings = { ...keys, streamUrl: emulator.url }
    await createChannel(settings)
    const app = await createApp(settings)
    const server = app instanceof Server ? app : createServer(app)
    const connections = connectionsOf(server)
    const url = `http://localhost:${await listen(server, port)}`
    const close = async (): Promise<void> => {
      await stop(server, connections)
      await emulator.close()
    }
    return { url, streamUrl: emulator.url, close }
  } catch (error) {
    await emulator.close()
    throw error
  }
}

async function listen(server: Server, port: number): Promise<number> {
  const listening = once(server, 'listening')
  server.listen(port, '127.0.0.1')
  try {
    await listening
  } catch (error) {
    if (port !== 0 && isTaken(error)) return listen(server, 0)
    throw error
  }
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

/** Tracks all connections, including upgraded ones, which `server.closeAllConnections()` does not close. */
function connectionsOf(server: Server): ReadonlySet<Socket> {
  const connections = new Set<Socket>()
  server.on('connection', connection => {
    connections.add(connection)
    connection.once('close', () => connections.delete(connection))
  })
  return connections
}

function stop(server: Server, connections: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close(error => (error === undefined ? resolve() : reject(error)))
    // Browsers keep connections open; without this, stopping would wait for them.
    for (const connection of connections) connection.destroy()
  })
}

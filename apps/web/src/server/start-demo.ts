import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { startStreamEmulator } from '@stream-token/emulator'
import { type DemoSettings, streamKeys } from './demo-settings.js'

/** Builds a demo's app; every framework can answer with a plain Node listener. */
export type CreateListener = (settings: DemoSettings) => RequestListener | Promise<RequestListener>

/** A running demo: the app, and the emulator it talks to. */
export interface Demo {
  readonly url: string
  readonly streamUrl: string
  close(): Promise<void>
}

/** Starts the emulator and the app on loopback; a port that is taken gives way to a free one. */
export async function startDemo(createListener: CreateListener, port = 0): Promise<Demo> {
  const keys = streamKeys()
  const emulator = await startStreamEmulator({ ...keys, port: 0 })
  try {
    const server = createServer(await createListener({ ...keys, streamUrl: emulator.url }))
    const url = `http://localhost:${await listen(server, port)}`
    const close = async (): Promise<void> => {
      await stop(server)
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

function stop(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close(error => (error === undefined ? resolve() : reject(error)))
    // A browser keeps its connections open; without this a stop would wait for it.
    server.closeAllConnections()
  })
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { createClient } from 'redis'

/** A Redis server of the bench's own on loopback, which keeps nothing in files. */
export interface RedisServer {
  readonly url: string
  /** Its version, such as 7.0.15. */
  readonly version: string
  send(command: string[]): Promise<unknown>
  end(): Promise<void>
}

/** Starts a server. `redis-server` must be on the PATH. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', '/']
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const output = createInterface(child.stdout)
  let version = ''
  for await (const line of output) {
    version ||= /version=([\d.]+)/.exec(line)?.[1] ?? ''
    if (/ready to accept/i.test(line)) break
  }
  child.stdout.resume()
  const url = `redis://127.0.0.1:${port}`
  const client = createClient({ url })
  await client.connect()
  return {
    url,
    version,
    send: command => client.sendCommand(command),
    async end() {
      client.destroy()
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

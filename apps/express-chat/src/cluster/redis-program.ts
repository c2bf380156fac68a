import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/** How long Redis may take to start, in milliseconds. */
const START_TIMEOUT = 10_000

/** A Redis server of the demo's own. */
export interface RedisProgram {
  readonly url: string
  isRunning(): boolean
  start(): Promise<void>
  stop(): Promise<void>
}

/** Starts `redis-server` on a free port, with its data in a folder. Returns undefined if it is not installed. */
export async function startRedis(folder: string): Promise<RedisProgram | undefined> {
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes']
  let child: ChildProcess | undefined

  const start = async (): Promise<void> => {
    const started = spawn('redis-server', args, { stdio: 'ignore' })
    await once(started, 'spawn')
    started.once('exit', () => {
      if (child === started) child = undefined
    })
    child = started
    const end = performance.now() + START_TIMEOUT
    while (!(await accepts(port))) {
      if (child !== started || performance.now() > end) throw new Error('redis-server did not start.')
      await setTimeout(20)
    }
  }
  const stop = async (): Promise<void> => {
    const stopped = child
    if (stopped === undefined) return
    const exited = once(stopped, 'exit')
    stopped.kill()
    await exited
  }

  try {
    await start()
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
  return { url: `redis://127.0.0.1:${port}`, isRunning: () => child !== undefined, start, stop }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
    const end = (result: boolean) => (): void => {
      socket.destroy()
      resolve(result)
    }
    socket.once('connect', end(true)).once('error', end(false))
  })
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

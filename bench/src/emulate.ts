import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { startStreamEmulator } from '@stream-token/emulator'
import { WebSocket } from 'ws'
import { apiKey, apiSecret } from './app.js'
import { below } from './goal.js'
import { heapUsed } from './heap-used.js'
import { median } from './median.js'
import type { Report } from './report.js'
import { figure, table } from './table.js'

const SOCKETS = 1000
const STARTS = 9

/** Measures how long a test waits for an emulator, and what 1,000 connected users cost. Wall time. */
export async function emulate(): Promise<Report> {
  const starts: number[] = []
  for (let at = 0; at < STARTS; at++) starts.push(await timeOf(startAndClose))
  const program = [await startProgram(), await startProgram(), await startProgram()]
  const { connect, ping, cpu, bytes } = await connectAll()
  const first = starts[0] ?? Number.NaN
  return {
    title: `The emulator: start-up, and ${SOCKETS.toLocaleString('en')} sockets`,
    table: table(
      ['', ''],
      [
        ['start and close, the first in a process', `${figure(first)} ms`],
        ['start and close, after that', `${figure(median(starts.slice(1)))} ms`],
        ['the program, until it has printed where it listens', `${figure(median(program))} ms`],
        [`${SOCKETS} users connect at once, with clients`, `${figure(connect)} ms`],
        ['one of them, CPU with its client', `${figure(cpu)} µs`],
        [`${SOCKETS} pings and their responses`, `${figure(ping)} ms`],
        ['one socket, memory with its client', `${figure(bytes / 1024)} KB`],
      ],
    ),
    goals: [
      below('start and close', median(starts), 50, 'ms'),
      below('the program', median(program), 2000, 'ms'),
      below(`${SOCKETS} users connect`, connect, 5000, 'ms'),
    ],
  }
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await run()
  return performance.now() - startedAt
}

async function startAndClose(): Promise<void> {
  const emulator = await startStreamEmulator({ apiKey, apiSecret })
  await emulator.close()
}

/** Returns how long the program takes until it listens. */
async function startProgram(): Promise<number> {
  const main = createRequire(import.meta.url).resolve('@stream-token/emulator')
  const path = fileURLToPath(new URL('../dist/program/main.js', `file://${main}`))
  const startedAt = performance.now()
  const env = { STREAM_API_KEY: apiKey, STREAM_API_SECRET: apiSecret }
  const child = spawn(process.execPath, [path], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const taken = performance.now() - startedAt
  child.kill()
  await once(child, 'exit')
  return taken
}

/** Connects as many users at once as stream-chat would, and lets each send a ping. */
async function connectAll(): Promise<Record<'connect' | 'ping' | 'cpu' | 'bytes', number>> {
  const emulator = await startStreamEmulator({ apiKey, apiSecret })
  const ids = Array.from({ length: SOCKETS }, (_, at) => `user-${at}`)
  const tokens = await Promise.all(ids.map(id => emulator.createToken(id)))
  const before = heapUsed()
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const sockets = ids.map((id, at) => new WebSocket(connectUrl(emulator.url, id, tokens[at] ?? '')))
  await Promise.all(sockets.map(firstFrame))
  const connect = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  const bytes = (heapUsed() - before) / SOCKETS
  if (emulator.events.all({ type: 'connected' }).length !== SOCKETS)
    throw new Error('Not all have connected.')
  const ping = await timeOf(() => {
    const responses = Promise.all(sockets.map(firstFrame))
    for (const socket of sockets) socket.send('[{"type":"health.check"}]')
    return responses
  })
  await emulator.close()
  return { connect, ping, cpu: (user + system) / SOCKETS, bytes }
}

function connectUrl(url: string, user_id: string, token: string): URL {
  const target = new URL(`${url.replace('http', 'ws')}/connect`)
  target.searchParams.set('json', JSON.stringify({ user_id, user_details: { id: user_id } }))
  target.searchParams.set('api_key', apiKey)
  target.searchParams.set('authorization', token)
  target.searchParams.set('stream-auth-type', 'jwt')
  return target
}

function firstFrame(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve, reject) => {
    socket.once('message', resolve)
    socket.once('error', reject)
  })
}

import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { startStreamEmulator } from '@stream-token/emulator'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { startRuntime } from '../hosts/runtimes/start-runtime.js'
import { startWorker } from '../hosts/runtimes/start-worker.js'
import type { ServerProcess } from '../hosts/server-process.js'
import { runtimePath } from '../src/runtime-path.js'

const [bun, deno, workerd] = [runtimePath('bun'), runtimePath('deno'), runtimePath('workerd')]
const entry = fileURLToPath(new URL('../fetch/from-environment.ts', import.meta.url))
const ENVIRONMENT = { STREAM_API_KEY: 'key', STREAM_API_SECRET: 'a-secret-of-at-least-thirty-two-bytes' }
const QUIET = { NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' }
const PERMITTED = '--allow-env=STREAM_API_KEY,STREAM_API_SECRET'
const serve = ['serve', '--no-prompt', '--no-remote', '--host', '127.0.0.1', '--port', '0']

let running: ServerProcess | undefined
afterEach(() => running?.stop())

async function start(starting: Promise<ServerProcess>): Promise<ServerProcess> {
  running = await starting
  return running
}

const mint = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}/stream/token`, {
    method: 'POST',
    ...init,
    headers: { 'x-test-user': 'john', ...init.headers },
  })

/** Requests a token over a separate connection. Returns a function that resets the connection. */
function requestToken(url: string, header: string): () => Promise<void> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write(`POST /stream/token HTTP/1.1\r\nHost: ${hostname}\r\n${header}\r\n\r\n`)
  return async () => {
    if (!socket.closed) await once(socket.resetAndDestroy(), 'close')
  }
}

describe.skipIf(bun === undefined)('bun', () => {
  it('reads key and secret from the environment', async () => {
    const { url } = await start(startRuntime(bun ?? '', ['run', entry], ENVIRONMENT))
    expect(await (await mint(url)).json()).toMatchObject({ userId: 'john', apiKey: 'key' })
    expect(await (await fetch(`${url}/log-out`)).json()).toHaveProperty('before')
  })
})

describe.skipIf(deno === undefined)('deno', () => {
  it('needs only permission to read key and secret, and prints no warning', async () => {
    const process = await start(
      startRuntime(deno ?? '', [...serve, PERMITTED, entry], { ...ENVIRONMENT, ...QUIET }),
    )
    expect(await (await mint(process.url)).json()).toMatchObject({ userId: 'john', apiKey: 'key' })
    expect(process.output()).toMatch(/^deno serve: Listening on \S+\n$/)
  })

  it('responds config_invalid without permission to read them', async () => {
    const { url } = await start(startRuntime(deno ?? '', [...serve, entry], { ...ENVIRONMENT, ...QUIET }))
    expect(await (await mint(url)).json()).toMatchObject({ status: 500, reason: 'config_invalid' })
  })
})

describe.skipIf(workerd === undefined)('workerd', () => {
  const startWithoutNode = async (): Promise<string> =>
    (await start(startWorker(workerd ?? '', 'from-bindings.ts', 'webAlone'))).url

  it('reads key and secret from process.env if it exists', async () => {
    const { url } = await start(startWorker(workerd ?? '', 'from-environment.ts', 'withNode'))
    expect(await (await mint(url)).json()).toMatchObject({ userId: 'john', apiKey: 'key' })
  })

  it('refuses to revoke in the memory of a single isolate', async () => {
    const { url } = await start(startWorker(workerd ?? '', 'from-environment.ts', 'withNode'))
    expect(await (await fetch(`${url}/log-out`)).json()).toEqual({ reason: 'config_invalid' })
  })

  it('responds config_invalid if there is no process.env', async () => {
    const { url } = await start(startWorker(workerd ?? '', 'from-environment.ts', 'webAlone'))
    expect(await (await mint(url)).json()).toMatchObject({ status: 500, reason: 'config_invalid' })
  })

  it('mints without any API of Node', async () => {
    const url = await startWithoutNode()
    expect(await (await fetch(`${url}/has-node`)).json()).toBe(false)
    expect(await (await mint(url)).json()).toMatchObject({ userId: 'john', apiKey: 'key' })
  })

  it('propagates a revocation to Stream', async () => {
    const emulator = await startStreamEmulator({
      apiKey: 'key',
      apiSecret: ENVIRONMENT.STREAM_API_SECRET,
      port: 0,
    })
    onTestFinished(() => emulator.close())
    const response = await fetch(`${await startWithoutNode()}/log-out?stream=${emulator.url}`)
    expect(await response.json()).toMatchObject({
      users: [{ userId: 'john', stored: true, propagated: true }],
    })
  })

  it('frees the slots of disconnected clients after twice the verifyUserTimeout', async () => {
    const url = await startWithoutNode()
    const clients = [requestToken(url, 'x-hang: yes'), requestToken(url, 'x-hang: yes')]
    const status = async (): Promise<number> => (await mint(url)).status
    await expect.poll(status, { interval: 10, timeout: 3000 }).toBe(503)
    for (const leave of clients) await leave()
    await expect.poll(status, { timeout: 3000 }).toBe(200)
  })

  it('reads the store again for a user whose last request ended during the read', async () => {
    const url = await startWithoutNode()
    const leave = requestToken(url, 'x-test-user: slow')
    const reads = async (): Promise<unknown> => (await fetch(`${url}/slow-reads`)).json()
    await expect.poll(reads, { interval: 10, timeout: 3000 }).toBe(1)
    await leave()
    expect((await mint(url, { headers: { 'x-test-user': 'slow' } })).status).toBe(200)
  })

  it('holds each request separately until a revocation is in force', async () => {
    const url = await startWithoutNode()
    const { before } = await (await fetch(`${url}/log-out`)).json()
    const leave = requestToken(url, 'x-test-user: john')
    const requests = [mint(url), mint(url)]
    await leave()
    const responses = await Promise.all(requests)
    expect(responses.map(({ status }) => status)).toEqual([200, 200])
    const issued = await Promise.all(responses.map(async response => issuedAt((await response.json()).token)))
    expect(issued.every(iat => iat * 1000 >= Date.parse(before))).toBe(true)
  })
})

const issuedAt = (token: string): number =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).iat

import type { IncomingMessage } from 'node:http'
import { fileURLToPath } from 'node:url'
import { createServer, type Plugin, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { options } from './fixture/options.js'

const stream = streamTokenProvider(
  ({ headers }: IncomingMessage, { body }) =>
    headers.cookie === 'user=john' && { id: 'john', claims: { body } },
  options,
)

/** The plugin from the README, and app middleware that fails: by throwing and by passing an error to `next`. */
const plugin: Plugin = {
  name: 'stream-token',
  configureServer({ middlewares }) {
    middlewares.use(stream)
    middlewares.use('/thrown', () => {
      throw new Error('thrown by the app')
    })
    middlewares.use('/passed', (_req, _res, next) => void setImmediate(next, new Error('passed by the app')))
  },
}

describe('on the dev server of Vite', () => {
  let vite: ViteDevServer
  let url: string

  beforeAll(async () => {
    vite = await createServer({
      configFile: false,
      root: fileURLToPath(new URL('./fixture/page', import.meta.url)),
      logLevel: 'silent',
      plugins: [plugin],
      optimizeDeps: { noDiscovery: true },
      server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    })
    await vite.listen()
    const address = vite.httpServer?.address()
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  })

  afterAll(() => vite.close())

  /** Sends a request with a time limit, so that a request that hangs fails the test. */
  const send = (method: string, path: string, init: RequestInit = {}) =>
    fetch(`${url}${path}`, { method, signal: AbortSignal.timeout(10_000), ...init })

  it.each([
    ['no body', {}, {}],
    ['body bytes', { body: '{"device":"phone"}' }, { device: 'phone' }],
  ])('issues the token, with %s', async (_what, sent, expected) => {
    const headers = { cookie: 'user=john', 'content-type': 'application/json' }
    const response = await send('POST', '/stream/token', { headers, ...sent })
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    const { claims, userId } = await stream.verifyToken((await response.json()).token)
    expect([userId, claims.body]).toEqual(['john', expected])
  })

  it.each([
    ['POST', 401, 'unauthenticated'],
    ['GET', 405, 'method_not_allowed'],
  ])('refuses %s without a session with %i', async (method, status, reason) => {
    const response = await send(method, '/stream/token')
    expect([response.status, await response.json()]).toMatchObject([status, { reason }])
  })

  it('passes OPTIONS on to the CORS middleware of Vite', async () => {
    const headers = { origin: 'http://localhost:5173', 'access-control-request-method': 'POST' }
    const response = await send('OPTIONS', '/stream/token', { headers })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
  })

  it.each([
    ['its page', 'GET', '/', 200, 'A page of Vite'],
    ['its page at a path of the app', 'GET', '/stream', 200, 'A page of Vite'],
    ['its own client', 'GET', '/@vite/client', 200, 'import'],
    ['its 404', 'POST', '/stream/other', 404, ''],
  ])('passes the request on to Vite for %s', async (_what, method, path, status, text) => {
    const response = await send(method, path, { headers: { accept: 'text/html' } })
    expect(response.status).toBe(status)
    expect(await response.text()).toContain(text)
  })

  it.each(['thrown', 'passed'])("lets later errors reach Vite's own error handler: %s", async how => {
    const response = await send('GET', `/${how}`)
    expect([response.status, await response.text()]).toEqual([
      500,
      expect.stringContaining(`${how} by the app`),
    ])
  })
})

import { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { type NodeMiddleware, streamTokenProvider } from '../src/index.js'
import { options } from './fixture/options.js'

const keys: string[] = []
const stream = streamTokenProvider(
  (_req, { body, signal }) => ({ id: 'john', claims: { body, aborted: signal.aborted } }),
  {
    ...options,
    bodyTimeout: 0.01,
    rateLimit: { consume: async key => keys.push(key) },
  },
)

/** A response like that of node-mocks-http: no socket, no stream, and no `appendHeader`. */
class MockResponse extends EventEmitter {
  statusCode = 200
  headersSent = false
  writableEnded = false
  readonly headers: Record<string, unknown> = {}
  body = ''

  setHeader(name: string, value: unknown): this {
    this.headers[name] = value
    return this
  }

  end(body = ''): void {
    this.body = body
    this.writableEnded = true
    this.emit('end')
  }
}

/** A request like that of node-mocks-http: an event emitter with `body` set, and no stream. */
const mockRequest = (given: object) =>
  Object.assign(new EventEmitter(), { method: 'POST', headers: {}, ...given })

/** Calls middleware with mocks; resolves when it has responded or called next. */
function call(middleware: NodeMiddleware, request: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const response = new MockResponse()
    response.on('end', () => resolve([response.statusCode, JSON.parse(response.body)]))
    const next = (error?: unknown): void => (error === undefined ? resolve('passed on') : reject(error))
    middleware(request as IncomingMessage, response as unknown as ServerResponse, next)
  })
}

describe('a request of node-mocks-http', () => {
  it.each([
    ['with the body that it was given', { body: { device: 'phone' } }, { device: 'phone' }],
    ['with an empty body', { body: {} }, {}],
    ['without a body', {}, {}],
    ['with the text of a body', { body: '{"a":1}' }, { a: 1 }],
    ['with headers of a body', { body: { a: 1 }, headers: { 'content-length': '7' } }, { a: 1 }],
  ])('C3: gets a token %s', async (_how, given, body) => {
    const headers = { 'content-type': 'application/json' }
    const request = mockRequest({
      url: '/stream/token',
      ...given,
      headers: { ...headers, ...Reflect.get(given, 'headers') },
    })
    const [status, { token }] = (await call(stream, request)) as [number, { token: string }]
    const { claims } = await stream.verifyToken(token)
    expect([status, claims]).toEqual([200, expect.objectContaining({ body, aborted: false })])
  })

  it('C3: gets a token of a token handler and a refusal of a guard, and is passed on', async () => {
    const routed = mockRequest({ method: 'GET', url: '/get-token', route: {}, baseUrl: '' })
    expect(await call(stream.tokenHandler(), routed)).toMatchObject([200, { userId: 'john' }])
    expect(await call(stream.requireUserToken(), mockRequest({ url: '/me' }))).toMatchObject([
      401,
      { reason: 'token_missing' },
    ])
    expect(await call(stream, mockRequest({ url: '/other' }))).toBe('passed on')
  })

  it('C3: may have null as its socket and its body', async () => {
    const request = mockRequest({ url: '/stream/token', socket: null, body: null })
    expect(await call(stream, request)).toMatchObject([200, { userId: 'john' }])
  })

  it('C3: is refused by the origin rule like any other', async () => {
    const request = mockRequest({ url: '/stream/token', headers: { 'sec-fetch-site': 'cross-site' } })
    expect(await call(stream, request)).toMatchObject([403, { reason: 'origin_forbidden' }])
  })

  it('C3: logs out', async () => {
    const ended: unknown[] = []
    const logOut = stream.revokeOnLogout(req => ended.push(req))
    const request = mockRequest({ url: '/log-out', body: {} })
    expect(await call(logOut, request)).toBe('passed on')
    expect(ended).toEqual([request])
  })
})

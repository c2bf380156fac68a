import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { type ApiRequest, type ApiResponse, streamTokenProvider } from '../src/pages/index.js'
import { options } from './fixture/options.js'
import { serveApi } from './fixture/serve-api.js'

/** Like `getServerSession(req, res, options)` of Auth.js: it sets a cookie on the response. */
function getServerSession(req: ApiRequest, res: ServerResponse): { readonly id: string } | null {
  res.setHeader('set-cookie', 'session=refreshed')
  return req.headers.cookie === undefined ? null : { id: 'john' }
}

const stream = streamTokenProvider(
  (req, { res, body, signal }) => {
    const session = getServerSession(req, res)
    return session && { id: session.id, claims: { body, aborted: signal.aborted } }
  },
  { ...options, bodyTimeout: 0.01 },
)

const cookie = { cookie: 'session=a' }

describe('verifyUser of the Pages Router', () => {
  it.each([
    ['the endpoint', '/api/stream/token', stream],
    ['a token handler', '/api/token', stream.tokenHandler()],
    [
      'a log-out',
      '/api/log-out',
      stream.revokeOnLogout(
        () => {},
        (_req, res) => res.end('{}'),
      ),
    ],
  ])('A10: gets res at %s, to read the session with', async (_what, path, handler) => {
    const response = await fetch((await serveApi(handler, true)) + path, { method: 'POST', headers: cookie })
    expect([response.status, response.headers.get('set-cookie')]).toEqual([200, 'session=refreshed'])
  })

  it('A10: is typed with res', () => {
    streamTokenProvider((_req, { body, signal, res }) => {
      expectTypeOf(res).toEqualTypeOf<ServerResponse>()
      expectTypeOf(body).toEqualTypeOf<{ readonly [name: string]: unknown }>()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
      return null
    }, options)
    expectTypeOf<ApiResponse>().toExtend<ServerResponse>()
  })
})

/** A response like that of node-mocks-http: no socket, no stream, and no `appendHeader`. */
class MockResponse extends EventEmitter {
  statusCode = 200
  headersSent = false
  writableEnded = false
  body = ''

  setHeader(): this {
    return this
  }

  end(body = ''): void {
    this.body = body
    this.writableEnded = true
  }
}

/** Calls an API route with mocks; returns the status and the body. */
async function call(handler: (req: never, res: never) => Promise<void>, given: object) {
  const request = Object.assign(new EventEmitter(), { method: 'POST', headers: cookie, query: {}, ...given })
  const response = new MockResponse()
  await handler(request as never, response as never)
  return [response.statusCode, response.body && JSON.parse(response.body)]
}

describe('a request of node-mocks-http', () => {
  const url = '/api/stream/token'
  const headers = { ...cookie, 'content-type': 'application/json' }

  it.each([
    ['with the body that it was given', { url, headers, body: { device: 'phone' } }],
    ['without a body', { url }],
    ['without a query', { url, query: undefined }],
    ['with the segments of the route file', { url, query: { stream: ['token'] } }],
    ['with null as its socket', { url, socket: null }],
  ])('C3: gets a token %s', async (_how, given) => {
    const [status, { token }] = await call(stream, given)
    const { body = {} } = given as { body?: object }
    expect([status, (await stream.verifyToken(token)).claims]).toEqual([
      200,
      expect.objectContaining({ body, aborted: false }),
    ])
  })

  it('C3: gets a token of a token handler, and a refusal', async () => {
    expect(await call(stream.tokenHandler(), { method: 'GET', url: '/api/token' })).toMatchObject([
      200,
      { userId: 'john' },
    ])
    expect(await call(stream, { url, headers: {} })).toMatchObject([401, { reason: 'unauthenticated' }])
    expect(await call(stream, { url: '/api/stream/other' })).toMatchObject([404, { reason: 'not_found' }])
  })
})

describe('the segments of an API route', () => {
  it.each([
    ['/api/stream/token', { stream: ['token'] }, 200],
    ['/api/stream/1/token', { stream: ['1', 'token'] }, 404],
    ['/api/stream/stream/token', { stream: ['stream', 'token'] }, 404],
    ['/api/stream/1/token?stream=token', { stream: ['1', 'token'] }, 404],
    ['/api/stream/1/token?a=token&a=token', { a: ['token', 'token'], stream: ['1', 'token'] }, 404],
    ['/api/stream/token?a=1&a=2', { a: ['1', '2'], stream: ['token'] }, 200],
    ['/api/acme/stream/token', { tenant: 'acme', stream: ['token'] }, 200],
  ])('B6: decide whether %s with the query %j is served: %i', async (url, query, status) => {
    expect((await call(stream, { url, query }))[0]).toBe(status)
  })

  it('B3: decide behind a rewrite, which leaves another URL', async () => {
    const given = { url: '/api/get-token?a=1', query: { a: '1', stream: ['token'] } }
    expect(await call(stream, given)).toMatchObject([200, { userId: 'john' }])
  })
})

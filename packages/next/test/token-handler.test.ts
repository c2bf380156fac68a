import type { NextApiHandler, NextApiRequest } from 'next'
import { DynamicServerError } from 'next/dist/client/components/hooks-server-context.js'
import { forbidden as nextForbidden, unauthorized } from 'next/navigation.js'
import type { NextRequest } from 'next/server.js'
import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { streamTokenProvider as pagesProvider } from '../src/pages/index.js'
import { options } from './fixture/options.js'
import { request, resultOf } from './fixture/request.js'
import { serveApi } from './fixture/serve-api.js'

const ORIGIN = 'https://web.example'
const stream = streamTokenProvider(() => 'john', { ...options, allowedOrigins: [ORIGIN] })
const pages = pagesProvider(() => 'john', { ...options, allowedOrigins: [ORIGIN] })

describe('tokenHandler of the App Router', () => {
  const GET = stream.tokenHandler()

  it.each(['GET', 'POST'])('B12: issues a token in a plain route file: %s', async method => {
    const [status, body] = await resultOf(GET(request('/api/token', method)))
    expect([status, body]).toMatchObject([200, { userId: 'john', apiKey: 'next-test' }])
    await expect(stream.verifyToken((body as { token: string }).token)).resolves.toMatchObject({
      userId: 'john',
    })
  })

  it('B4: issues a token to a client that uses GET, whatever the path', async () => {
    for (const path of ['/api/get-token', '/', '/a/b?user_id=admin'])
      expect(await resultOf(GET(request(path, 'GET')))).toMatchObject([200, { userId: 'john' }])
  })

  it('B5: responds with the JSON that a client expects', async () => {
    const handler = stream.tokenHandler({
      responseBody: async ({ token, userId }, { url }) => ({ accessToken: token, userId, url }),
    })
    const response = await handler(request('/api/token', 'GET'))
    expect([response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      'application/json',
      'no-store',
    ])
    expect(await response.json()).toEqual({
      accessToken: expect.any(String),
      userId: 'john',
      url: 'https://app.example/api/token',
    })
  })

  it('responds to HEAD, for which Next calls GET, with 405', async () => {
    const response = await GET(request('/api/token', 'HEAD'))
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST, OPTIONS'])
  })

  it('responds to preflights, and refuses pages of other origins whatever the method', async () => {
    const preflight = await GET(request('/api/token', 'OPTIONS', { origin: ORIGIN }))
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN])
    for (const method of ['GET', 'POST'])
      expect(
        await resultOf(GET(request('/api/token', method, { origin: 'https://evil.example' }))),
      ).toMatchObject([403, { reason: 'origin_forbidden' }])
  })

  it.each([
    ['unauthorized()', unauthorized, 401],
    ['forbidden()', nextForbidden, 403],
  ])('responds to %s in verifyUser with %s', async (_name, refuse, status) => {
    vi.stubEnv('__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS', 'true')
    const own = streamTokenProvider(async () => refuse(), options)
    expect((await own.tokenHandler()(request('/api/token', 'GET'))).status).toBe(status)
  })

  it('rethrows what Next throws while it prerenders, before it calls verifyUser', async () => {
    const verifyUser = vi.fn(() => 'john')
    const dynamic = new DynamicServerError('the route read request.headers')
    const prerendered = new Proxy(request('/api/token', 'GET'), {
      get(target, name) {
        if (name === 'headers') throw dynamic
        return Reflect.get(target, name, target)
      },
    })
    const own = streamTokenProvider(verifyUser, options)
    await expect(own.tokenHandler()(prerendered)).rejects.toBe(dynamic)
    expect(verifyUser).not.toHaveBeenCalled()
  })

  it("C12: throws a server error to Next with onServerError: 'forward'", async () => {
    const cause = new Error('database is down')
    const own = streamTokenProvider(() => Promise.reject(cause), { ...options, onServerError: 'forward' })
    const forwarded = { reason: 'verify_user_failed', status: 500, cause }
    await expect(own.tokenHandler()(request('/api/token', 'GET'))).rejects.toMatchObject(forwarded)
    await expect(own.POST(request('/stream/token'))).rejects.toMatchObject(forwarded)
  })

  it('may be exported from a route file, and types responseBody', () => {
    expectTypeOf(GET).toExtend<(request: NextRequest) => Promise<Response>>()
    stream.tokenHandler({
      responseBody(issued, raw) {
        expectTypeOf(issued.userId).toEqualTypeOf<string>()
        expectTypeOf(raw).toEqualTypeOf<Request>()
        return {}
      },
    })
  })
})

describe('tokenHandler of the Pages Router', () => {
  const serve = (handler = pages.tokenHandler()): Promise<string> => serveApi(handler, true)

  it.each(['GET', 'POST'])('B12: issues a token in a plain API route: %s', async method => {
    const result = await resultOf(fetch(`${await serve()}/api/token`, { method }))
    expect(result).toMatchObject([200, { userId: 'john', apiKey: 'next-test' }])
  })

  it('B5: responds with the JSON that a client expects', async () => {
    const handler = pages.tokenHandler({
      responseBody: ({ token }, req) => ({ success: true, data: { token, query: req.query } }),
    })
    const response = await fetch(`${await serve(handler)}/api/token`)
    expect([response.headers.get('cache-control'), response.headers.get('etag')]).toEqual(['no-store', null])
    expect(await response.json()).toEqual({ success: true, data: { token: expect.any(String), query: {} } })
  })

  it('responds to other methods with 405, and to preflights', async () => {
    const url = `${await serve()}/api/token`
    expect(await resultOf(fetch(url, { method: 'PUT' }))).toMatchObject([
      405,
      { detail: 'This route responds to GET, POST, OPTIONS.' },
    ])
    const { status, headers } = await fetch(url, { method: 'OPTIONS', headers: { origin: ORIGIN } })
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN])
  })

  it("C12: rejects with a server error with onServerError: 'forward'", async () => {
    const cause = new Error('database is down')
    const own = pagesProvider(() => Promise.reject(cause), { ...options, onServerError: 'forward' })
    const url = await serveApi(async (req, res) => {
      await own
        .tokenHandler()(req, res)
        .catch(error => {
          res.writeHead(599).end(`${error.reason}: ${error.cause.message}`)
        })
    }, true)
    expect(await resultOf(fetch(url))).toEqual([599, 'verify_user_failed: database is down'])
  })

  it('is an API route', () => {
    expectTypeOf(pages.tokenHandler()).toExtend<NextApiHandler>()
    expectTypeOf(pages.tokenHandler).toBeCallableWith({ responseBody: ({ token }) => token })
    pages.tokenHandler({ responseBody: (_issued, req: NextApiRequest) => req.query })
  })
})

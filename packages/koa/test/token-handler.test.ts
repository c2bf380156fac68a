import Router from '@koa/router'
import type Koa from 'koa'
import type { Context } from 'koa'
import mount from 'koa-mount'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { streamTokenProvider, type TokenHandlerOptions } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'

const ORIGIN = 'https://app.example'
const stream = streamTokenProvider(() => 'john', options)
const shared = streamTokenProvider(() => 'john', { ...options, allowedOrigins: [ORIGIN] })

/** Sends a request; returns the status, the headers and the body, with JSON parsed. */
async function send(url: string, method = 'GET', headers: Record<string, string> = {}) {
  const response = await fetch(url, { method, headers })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text ? JSON.parse(text) : text,
  }
}

describe.each(koas)('$name: tokenHandler', ({ create }) => {
  /** Serves an app; its last middleware responds to the requests that were passed on. */
  const serve = (app: Koa, router = new Router()): Promise<string> => {
    app.use(router.routes()).use(ctx => {
      ctx.status = 218
      ctx.body = 'passed on'
    })
    return listen(app.callback())
  }

  it('B4: issues a token to a client that uses GET and a path of its own', async () => {
    const router = new Router().get('/api/get-token', stream.tokenHandler())
    const url = await serve(create(), router)
    const { status, headers, body } = await send(`${url}/api/get-token`)
    expect([status, body]).toMatchObject([200, { userId: 'john', apiKey: 'koa-test' }])
    await expect(stream.verifyToken(body.token)).resolves.toMatchObject({ userId: 'john' })
    expect([headers.get('cache-control'), headers.get('etag')]).toEqual(['no-store', null])
    expect((await send(`${url}/api/get-token`, 'POST')).status).toBe(218)
    expect((await send(`${url}/api/get-token`, 'HEAD')).status).toBe(405)
  })

  it.each<[string, TokenHandlerOptions<Context>['responseBody'], unknown]>([
    ['{ accessToken }', ({ token }) => ({ accessToken: token }), { accessToken: expect.any(String) }],
    [
      '{ success, data }',
      ({ userId }, ctx) => ({ success: true, data: { userId, path: ctx.path } }),
      { success: true, data: { userId: 'john', path: '/api/get-token' } },
    ],
    ['a promise of a list', async ({ userId }) => [userId], ['john']],
  ])('B5: responds with %s to a client that expects it', async (_shape, responseBody, expected) => {
    const router = new Router().get('/api/get-token', stream.tokenHandler({ responseBody }))
    const { headers, body } = await send(`${await serve(create(), router)}/api/get-token`)
    expect([headers.get('content-type'), body]).toEqual(['application/json', expected])
  })

  it('responds at the path of a nested router, and to all methods of router.all', async () => {
    const inner = new Router().all('/get-token', shared.tokenHandler())
    const outer = new Router({ prefix: '/v1' }).use('/chat', inner.routes())
    const url = `${await serve(create(), outer)}/v1/chat/get-token`
    expect((await send(url, 'PUT')).body).toMatchObject({
      status: 405,
      detail: 'This route responds to GET, POST, OPTIONS.',
    })
    const { status, headers } = await send(url, 'OPTIONS', { origin: ORIGIN })
    expect([status, headers.get('access-control-allow-origin')]).toEqual([204, ORIGIN])
    for (const method of ['GET', 'POST']) {
      expect((await send(url, method)).status).toBe(200)
      expect((await send(url, method, { origin: 'https://evil.example' })).status).toBe(403)
    }
  })

  it.each([
    ['mount', () => create().use(mount('/api/get-token', stream.tokenHandler()))],
    [
      'a nested mount',
      () => create().use(mount('/api', create().use(mount('/get-token', stream.tokenHandler())))),
    ],
  ])('responds at the path of %s, and passes on what is below it', async (_how, app) => {
    const url = await serve(app())
    for (const path of ['/api/get-token', '/api/get-token/', '/api/get-token?a=1'])
      expect((await send(url + path)).status, path).toBe(200)
    for (const path of ['/api/get-token/1', '/api/get-token/1/token', '/api', '/'])
      expect((await send(url + path)).status, path).toBe(218)
  })

  it('throws config_invalid at the first request if it is used without a path', async () => {
    const caught: unknown[] = []
    const app = create().use(async (ctx, next) => {
      await next().catch((error: unknown) => caught.push(error))
      ctx.status = 599
    })
    const url = await serve(app.use(stream.tokenHandler()))
    for (const path of ['/', '/stream/token', '/messages']) {
      caught.length = 0
      expect((await send(url + path)).status).toBe(599)
      expect(caught).toEqual([
        expect.objectContaining({
          reason: 'config_invalid',
          message: expect.stringMatching(/^tokenHandler\(\) is used without a path/),
        }),
      ])
    }
  })

  it('calls verifyUser for no request that it does not own', async () => {
    const users: string[] = []
    const counting = streamTokenProvider(ctx => {
      users.push(ctx.path)
      return 'john'
    }, options)
    const router = new Router().get('/get', counting.tokenHandler())
    const url = await serve(create().use(mount('/own', counting.tokenHandler())), router)
    for (const path of ['/own/1', '/other', '/', '/get/1']) await send(url + path)
    expect(users).toEqual([])
  })
})

describe('tokenHandler', () => {
  it.each([
    [{ body: () => ({}) }, /body is not an option of tokenHandler/],
    [{ responseBody: { token: true } }, /responseBody must be a function/],
  ])('throws config_invalid as soon as it is called with %j', (given, message) => {
    expect(() => stream.tokenHandler(given as never)).toThrow(
      expect.objectContaining({ reason: 'config_invalid', message: expect.stringMatching(message) }),
    )
  })

  it("types responseBody with the issued token and Koa's context", () => {
    new Router().get(
      '/',
      stream.tokenHandler({
        responseBody(issued, ctx) {
          expectTypeOf(issued.expiresIn).toEqualTypeOf<number | null>()
          expectTypeOf(ctx).toEqualTypeOf<Context>()
          return issued.token
        },
      }),
    )
  })
})

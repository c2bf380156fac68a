import connect from 'connect'
import express from 'express'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { streamTokenProvider, type TokenHandlerOptions } from '../src/index.js'
import type { ErrorMiddleware } from './fixture/chains.js'
import { expresses } from './fixture/expresses.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'

const ORIGIN = 'https://app.example'
const stream = streamTokenProvider(() => 'john', options)
const shared = streamTokenProvider(() => 'john', { ...options, allowedOrigins: [ORIGIN] })

const respondWithError: ErrorMiddleware = (error, _req, res, _next) =>
  res.writeHead(599).end(`${Reflect.get(error, 'reason')}: ${error.message}`)

/** Sends a request; returns the status, the headers and the body, with JSON parsed. */
async function send(url: string, method = 'GET', headers: Record<string, string> = {}) {
  const response = await fetch(url, { method, headers })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text && JSON.parse(text) }
}

describe.each(expresses)('$name: tokenHandler', ({ framework }) => {
  const appOf = () => framework().set('env', 'test')
  const serve = (app: express.Express) =>
    listen(app.use((_req, res) => void res.status(418).end('"passed on"')).use(respondWithError as never))

  it('B4: issues a token to a client that uses GET and a path of its own', async () => {
    const url = await serve(appOf().get('/api/get-token', stream.tokenHandler()))
    const { status, headers, body } = await send(`${url}/api/get-token`)
    expect([status, body]).toMatchObject([200, { userId: 'john', apiKey: 'express-test' }])
    await expect(stream.verifyToken(body.token)).resolves.toMatchObject({ userId: 'john' })
    expect([headers.get('cache-control'), headers.get('etag')]).toEqual(['no-store', null])
  })

  it('B4: issues a token at app.post, and leaves other methods to Express', async () => {
    const url = await serve(appOf().post('/api/chat/create-token', stream.tokenHandler()))
    expect((await send(`${url}/api/chat/create-token`, 'POST')).body).toMatchObject({ userId: 'john' })
    expect((await send(`${url}/api/chat/create-token`)).status).toBe(418)
  })

  it.each<[string, TokenHandlerOptions<express.Request>['responseBody'], unknown]>([
    ['{ accessToken }', ({ token }) => ({ accessToken: token }), { accessToken: expect.any(String) }],
    [
      '{ success, data }',
      ({ userId, expiresIn }, req) => ({ success: true, data: { userId, expiresIn, path: req.path } }),
      { success: true, data: { userId: 'john', expiresIn: 3600, path: '/api/get-token' } },
    ],
    ['a promise of a list', async ({ userId }) => [userId], ['john']],
  ])('B5: responds with %s to a client that expects it', async (_shape, responseBody, expected) => {
    const url = await serve(appOf().get('/api/get-token', stream.tokenHandler({ responseBody })))
    const { headers, body } = await send(`${url}/api/get-token`)
    expect([headers.get('content-type'), body]).toEqual(['application/json', expected])
  })

  it('responds 405 to HEAD, which Express sends to a route for GET', async () => {
    const url = await serve(appOf().get('/api/get-token', stream.tokenHandler()))
    const { status, headers } = await send(`${url}/api/get-token`, 'HEAD')
    expect([status, headers.get('allow')]).toEqual([405, 'GET, POST, OPTIONS'])
  })

  it('C17: names the methods of the route in the detail of a 405', async () => {
    const url = await serve(appOf().all('/api/get-token', stream.tokenHandler()).use(stream))
    expect((await send(`${url}/api/get-token`, 'PUT')).body).toMatchObject({
      status: 405,
      detail: 'This route responds to GET, POST, OPTIONS.',
    })
    expect((await send(`${url}/stream/token`)).body).toMatchObject({
      detail: 'This route responds to POST, OPTIONS.',
    })
  })

  it('responds to preflights behind app.all, and refuses pages of other origins whatever the method', async () => {
    const url = await serve(appOf().all('/api/get-token', shared.tokenHandler()))
    const preflight = await send(`${url}/api/get-token`, 'OPTIONS', { origin: ORIGIN })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, POST, OPTIONS')
    for (const method of ['GET', 'POST']) {
      const path = `${url}/api/get-token`
      expect((await send(path, method, { origin: 'https://evil.example' })).status).toBe(403)
      const open = await send(path, method, { origin: ORIGIN })
      expect([open.status, open.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN])
    }
  })

  it('responds at the path of app.use, and passes on what is below it', async () => {
    const url = await serve(appOf().use('/api/get-token', stream.tokenHandler()))
    for (const path of ['/api/get-token', '/api/get-token/', '/api/get-token?a=1', '/API/get-token'])
      expect((await send(url + path)).status, path).toBe(200)
    for (const path of ['/api/get-token/1', '/api/get-token/1/token', '/api', '/'])
      expect((await send(url + path)).status, path).toBe(418)
  })

  it.each([
    ['app.use', () => appOf().use(stream.tokenHandler())],
    ['router.use below the root', () => appOf().use(framework.Router().use(stream.tokenHandler()))],
  ])('passes config_invalid to the error handler if %s has no path', async (_how, create) => {
    const url = await serve(create())
    for (const path of ['/', '/stream/token', '/messages']) {
      const response = await fetch(url + path)
      expect([response.status, await response.text()]).toEqual([
        599,
        expect.stringMatching(/^config_invalid: tokenHandler\(\) is mounted without a path/),
      ])
    }
  })

  it('calls verifyUser for no request that it does not own', async () => {
    const users: string[] = []
    const counting = streamTokenProvider(req => {
      users.push(req.path)
      return 'john'
    }, options)
    const url = await serve(
      appOf()
        .use('/own', counting.tokenHandler())
        .get('/get', counting.tokenHandler())
        .use(counting.tokenHandler()),
    )
    for (const path of ['/own/1', '/other', '/', '/get/1']) await fetch(url + path)
    expect(users).toEqual([])
  })

  it.each([
    [{ body: () => ({}) }, /body is not an option of tokenHandler/],
    [{ responseBody: { token: true } }, /responseBody must be a function/],
    ['/api/get-token', /the options of tokenHandler must be an object/],
    [null, /the options of tokenHandler must be an object/],
  ])('throws config_invalid as soon as it is called with %j', (given, message) => {
    expect(() => stream.tokenHandler(given as never)).toThrow(
      expect.objectContaining({ reason: 'config_invalid', message: expect.stringMatching(message) }),
    )
  })
})

describe('tokenHandler', () => {
  it('responds at the path of app.use in Connect', async () => {
    const url = await listen(connect().use('/api/get-token', stream.tokenHandler()))
    expect((await send(`${url}/api/get-token`)).body).toMatchObject({ userId: 'john' })
    expect((await fetch(`${url}/other`)).status).toBe(404)
  })

  it("types responseBody with the issued token and Express's request", () => {
    express().get(
      '/',
      stream.tokenHandler({
        responseBody(issued, req) {
          expectTypeOf(issued.expiresAt).toEqualTypeOf<number | null>()
          expectTypeOf(req).toEqualTypeOf<express.Request>()
          return issued.token
        },
      }),
    )
  })
})

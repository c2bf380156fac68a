import { setImmediate } from 'node:timers/promises'
import express from 'express'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { type Chain, chains, type ErrorMiddleware } from './fixture/chains.js'
import { listen } from './fixture/listen.js'
import { options, otherOptions } from './fixture/options.js'

const echo = streamTokenProvider((_req, { body }) => ({ id: 'john', claims: { body } }), {
  ...options,
  basePath: '',
})
const stream = streamTokenProvider(() => 'john', options)

const respondWithError: ErrorMiddleware = (error, _req, res, _next) => res.writeHead(599).end(error.message)

/** Serves a chain whose last handler responds to the requests that were passed on, with their URL. */
async function serve(chain: Chain): Promise<string> {
  chain.use((req, res) => void res.writeHead(418).end(`passed on: ${req.url}`))
  return listen(chain.use(respondWithError))
}

/** Sends a request with a time limit, so that a request that hangs fails the test. */
async function send(url: string, method: string, body?: string) {
  const headers = { 'content-type': 'application/json' }
  const signal = AbortSignal.timeout(10_000)
  const response = await fetch(url, { method, signal, ...(body !== undefined && { body, headers }) })
  return [response.status, await response.text()]
}

describe.each(chains)("$name: below '/stream', with an empty basePath", ({ create }) => {
  it.each([
    ['no body', undefined, {}],
    ['body bytes', '{"device":"phone"}', { device: 'phone' }],
  ])('issues a token at POST /stream/token with %s', async (_what, body, expected) => {
    const url = await serve(create().use('/stream', echo))
    const [status, text] = await send(`${url}/stream/token`, 'POST', body)
    expect(status).toBe(200)
    const { claims } = await echo.verifyToken(JSON.parse(String(text)).token)
    expect(claims.body).toEqual(expected)
  })

  it.each([
    ['GET', 405, 'method_not_allowed'],
    ['PUT', 405, 'method_not_allowed'],
    ['POST', 401, 'unauthenticated'],
  ])('refuses %s with %i', async (method, status, reason) => {
    const refusing = streamTokenProvider(() => null, { ...options, basePath: '' })
    const url = await serve(create().use('/stream', refusing))
    const [actual, text] = await send(`${url}/stream/token`, method)
    expect([actual, JSON.parse(String(text)).reason]).toEqual([status, reason])
  })

  it.each([
    ['GET', '/'],
    ['POST', '/token'],
    ['POST', '/stream'],
    ['POST', '/stream/'],
    ['POST', '/stream/token/'],
    ['POST', '/stream/token/more'],
    ['GET', '/stream/other?a=1'],
    ['POST', '/streams/token'],
    ['OPTIONS', '/stream/token'],
  ])('passes %s %s on with its full URL', async (method, path) => {
    const url = await serve(create().use('/stream', echo))
    expect(await send(`${url}${path}`, method)).toEqual([418, `passed on: ${path}`])
  })
})

describe.each(chains)('$name: two endpoints in one app', ({ create }) => {
  const other = streamTokenProvider(() => 'jane', { ...otherOptions, basePath: '/video' })
  const bare = streamTokenProvider(() => 'jack', { ...otherOptions, basePath: '' })

  it.each([
    ['/stream/token', 'john', 'express-test'],
    ['/video/token', 'jane', 'express-other'],
    ['/feeds/token', 'jack', 'express-other'],
  ])('each respond at their own path: %s', async (path, userId, apiKey) => {
    const url = await serve(create().use(stream).use(other).use('/feeds', bare))
    const [status, text] = await send(`${url}${path}`, 'POST')
    expect([status, JSON.parse(String(text))]).toMatchObject([200, { userId, apiKey }])
  })

  it('let the first handle a shared path, and pass on requests for neither', async () => {
    const second = streamTokenProvider(() => 'jane', otherOptions)
    const url = await serve(create().use(stream).use(second))
    const [, text] = await send(`${url}/stream/token`, 'POST')
    expect(JSON.parse(String(text))).toMatchObject({ userId: 'john' })
    expect(await send(`${url}/other`, 'POST')).toEqual([418, 'passed on: /other'])
  })
})

describe.each(chains)('$name: an error of the app', ({ create }) => {
  // OPTIONS of the token path is passed on too, but only after the endpoint has run.
  it.each([
    ['GET', '/messages'],
    ['OPTIONS', '/stream/token'],
  ])('after the endpoint reaches the error handler: %s %s', async (method, path) => {
    const thrown = create().use(stream)
    thrown.use(() => {
      throw new Error('thrown')
    })
    expect(await send(`${await serve(thrown)}${path}`, method)).toEqual([599, 'thrown'])

    const later = create().use(stream)
    later.use(async (_req, _res, next) => {
      await setImmediate()
      next(new Error('passed later'))
    })
    expect(await send(`${await serve(later)}${path}`, method)).toEqual([599, 'passed later'])
  })

  it('after the endpoint reaches the framework if there is no error handler', async () => {
    const app = create().use(stream)
    app.use(async (_req, _res, next) => {
      await setImmediate()
      next(new Error('passed later'))
    })
    const [status] = await send(`${await listen(app)}/messages`, 'GET')
    expect(status).toBe(500)
  })

  it('before the endpoint skips it and reaches the error handler', async () => {
    const app = create().use((_req, _res, next) => next(new Error('from before')))
    const url = await serve(app.use(stream))
    expect(await send(`${url}/stream/token`, 'POST')).toEqual([599, 'from before'])
  })
})

describe('Express 5: a promise that the app rejects after the endpoint', () => {
  it.each([
    ['GET', '/messages'],
    ['OPTIONS', '/stream/token'],
  ])('reaches the error handler of the app: %s %s', async (method, path) => {
    const app = express().use(stream, async () => {
      await setImmediate()
      throw new Error('rejected')
    })
    expect(await send(`${await serve(app)}${path}`, method)).toEqual([599, 'rejected'])
  })
})

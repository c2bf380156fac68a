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

const answerError: ErrorMiddleware = (error, _req, res, _next) => res.writeHead(599).end(error.message)

/** Serves a chain that says of what it was passed on where it was sent. */
async function serve(chain: Chain): Promise<string> {
  chain.use((req, res) => void res.writeHead(418).end(`passed on: ${req.url}`))
  return listen(chain.use(answerError))
}

/** Asks, and waits for two seconds at most: a request that hangs is told as such. */
async function ask(url: string, method: string, body?: string) {
  const headers = { 'content-type': 'application/json' }
  const signal = AbortSignal.timeout(10_000)
  const response = await fetch(url, { method, signal, ...(body !== undefined && { body, headers }) })
  return [response.status, await response.text()]
}

describe.each(chains)("$name: below '/stream', with an empty basePath", ({ create }) => {
  it.each([
    ['no body', undefined, {}],
    ['body bytes', '{"device":"phone"}', { device: 'phone' }],
  ])('gives the token at POST /stream/token with %s', async (_what, body, told) => {
    const url = await serve(create().use('/stream', echo))
    const [status, text] = await ask(`${url}/stream/token`, 'POST', body)
    expect(status).toBe(200)
    const { claims } = await echo.verifyToken(JSON.parse(String(text)).token)
    expect(claims.body).toEqual(told)
  })

  it.each([
    ['GET', 405, 'method_not_allowed'],
    ['PUT', 405, 'method_not_allowed'],
    ['POST', 401, 'unauthenticated'],
  ])('refuses %s with %i', async (method, status, reason) => {
    const nobody = streamTokenProvider(() => null, { ...options, basePath: '' })
    const url = await serve(create().use('/stream', nobody))
    const [told, text] = await ask(`${url}/stream/token`, method)
    expect([told, JSON.parse(String(text)).reason]).toEqual([status, reason])
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
  ])('passes on %s %s, whole', async (method, path) => {
    const url = await serve(create().use('/stream', echo))
    expect(await ask(`${url}${path}`, method)).toEqual([418, `passed on: ${path}`])
  })
})

describe.each(chains)('$name: two in one app', ({ create }) => {
  const other = streamTokenProvider(() => 'jane', { ...otherOptions, basePath: '/video' })
  const bare = streamTokenProvider(() => 'jack', { ...otherOptions, basePath: '' })

  it.each([
    ['/stream/token', 'john', 'express-test'],
    ['/video/token', 'jane', 'express-other'],
    ['/feeds/token', 'jack', 'express-other'],
  ])('answer each its own path: %s', async (path, userId, apiKey) => {
    const url = await serve(create().use(stream).use(other).use('/feeds', bare))
    const [status, text] = await ask(`${url}${path}`, 'POST')
    expect([status, JSON.parse(String(text))]).toMatchObject([200, { userId, apiKey }])
  })

  it('leave the second of equal paths unasked, and pass on what is of neither', async () => {
    const second = streamTokenProvider(() => 'jane', otherOptions)
    const url = await serve(create().use(stream).use(second))
    const [, text] = await ask(`${url}/stream/token`, 'POST')
    expect(JSON.parse(String(text))).toMatchObject({ userId: 'john' })
    expect(await ask(`${url}/other`, 'POST')).toEqual([418, 'passed on: /other'])
  })
})

describe.each(chains)('$name: an error of the app after it', ({ create }) => {
  // OPTIONS of the token's own path is passed on too, but only once the endpoint was asked.
  it.each([
    ['GET', '/messages'],
    ['OPTIONS', '/stream/token'],
  ])('reaches the handler of the app: %s %s', async (method, path) => {
    const thrown = create().use(stream)
    thrown.use(() => {
      throw new Error('thrown')
    })
    expect(await ask(`${await serve(thrown)}${path}`, method)).toEqual([599, 'thrown'])

    const later = create().use(stream)
    later.use(async (_req, _res, next) => {
      await setImmediate()
      next(new Error('told later'))
    })
    expect(await ask(`${await serve(later)}${path}`, method)).toEqual([599, 'told later'])
  })

  it('is answered by the framework where the app has no handler', async () => {
    const app = create().use(stream)
    app.use(async (_req, _res, next) => {
      await setImmediate()
      next(new Error('told later'))
    })
    const [status] = await ask(`${await listen(app)}/messages`, 'GET')
    expect(status).toBe(500)
  })

  it('of before it goes past it, to the handler of the app', async () => {
    const app = create().use((_req, _res, next) => next(new Error('of before')))
    const url = await serve(app.use(stream))
    expect(await ask(`${url}/stream/token`, 'POST')).toEqual([599, 'of before'])
  })
})

describe('Express 5: a rejection of the app after it', () => {
  it.each([
    ['GET', '/messages'],
    ['OPTIONS', '/stream/token'],
  ])('reaches the handler of the app: %s %s', async (method, path) => {
    const app = express().use(stream, async () => {
      await setImmediate()
      throw new Error('rejected')
    })
    expect(await ask(`${await serve(app)}${path}`, method)).toEqual([599, 'rejected'])
  })
})

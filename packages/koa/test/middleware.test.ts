import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options, otherOptions } from './fixture/options.js'
import { post } from './fixture/post.js'

const ORIGIN = 'https://app.example'
const stream = streamTokenProvider(() => 'john', options)
const shared = streamTokenProvider(() => 'john', { ...options, allowedOrigins: [ORIGIN] })
const withOrigin = (url: string, method: string) => fetch(url, { method, headers: { origin: ORIGIN } })

describe.each(koas)('$name: what is not ours', ({ create }) => {
  it.each([
    ['GET', '/'],
    ['POST', '/stream'],
    ['POST', '/stream/'],
    ['POST', '/stream/other'],
    ['POST', '/stream/token/'],
    ['POST', '/Stream/token'],
    ['OPTIONS', '/stream/token'],
  ])('goes on to next: %s %s', async (method, path) => {
    const app = create().use(stream)
    app.use(ctx => {
      ctx.status = 218
    })
    expect((await fetch(`${await listen(app.callback())}${path}`, { method })).status).toBe(218)
  })

  it('is waited for, so that middleware before sees it done', async () => {
    const order: string[] = []
    const app = create().use(async (ctx, next) => {
      await next()
      order.push(`before: ${ctx.body}`)
    })
    app.use(stream).use(async ctx => {
      await setImmediate()
      order.push('after')
      ctx.body = 'mine'
    })
    expect(await (await fetch(await listen(app.callback()))).text()).toBe('mine')
    expect(order).toEqual(['after', 'before: mine'])
  })

  // OPTIONS of the token's own path is passed on too, but only once the endpoint was asked.
  it.each([
    ['thrown', 'GET', '/'],
    ['thrown later', 'GET', '/'],
    ['thrown', 'OPTIONS', '/stream/token'],
    ['thrown later', 'OPTIONS', '/stream/token'],
  ])(
    "keeps the app's own errors, which reach the app's own handler: %s, %s %s",
    async (when, method, path) => {
      const thrown = new Error('mine')
      const caught: unknown[] = []
      const app = create().use(async (ctx, next) => {
        await next().catch((error: unknown) => caught.push(error))
        ctx.status = 599
      })
      app.use(stream).use(async () => {
        if (when === 'thrown later') await setImmediate()
        throw thrown
      })
      const signal = AbortSignal.timeout(2000)
      const response = await fetch(`${await listen(app.callback())}${path}`, { method, signal })
      expect([response.status, caught]).toEqual([599, [thrown]])
    },
  )

  it("answers 500 by Koa's own handler for an error that nobody takes", async () => {
    const seen: unknown[] = []
    const app = create().use(stream)
    app.use(() => {
      throw new Error('mine')
    })
    app.on('error', (error: Error) => seen.push(error.message))
    const response = await fetch(await listen(app.callback()))
    expect([response.status, await response.text(), seen]).toEqual([500, 'Internal Server Error', ['mine']])
  })
})

describe.each(koas)('$name: an answer', ({ create }) => {
  it('goes through the middleware before it, and never to what is after it', async () => {
    const app = create().use(async (ctx, next) => {
      await next()
      ctx.set('x-before', String(ctx.status))
    })
    app.use(stream).use(() => {
      throw new Error('reached')
    })
    const response = await fetch(`${await listen(app.callback())}/stream/token`, { method: 'POST' })
    expect([response.status, response.headers.get('x-before')]).toEqual([200, '200'])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toMatchObject({ userId: 'john', apiKey: 'koa-test' })
  })

  it('adds to Vary, and keeps what was there', async () => {
    const app = create().use((ctx, next) => {
      ctx.vary('Accept-Encoding')
      return next()
    })
    const url = await listen(app.use(shared).callback())
    for (const method of ['POST', 'GET', 'OPTIONS']) {
      const { headers } = await withOrigin(`${url}/stream/token`, method)
      expect(headers.get('vary'), method).toBe('Accept-Encoding, Origin')
    }
  })

  it.each([
    ['OPTIONS', 204],
    ['HEAD', 405],
  ])('to %s is %i without a body, whatever was set before', async (method, status) => {
    const app = create().use((ctx, next) => {
      ctx.body = { left: 'over' }
      return next()
    })
    const response = await withOrigin(`${await listen(app.use(shared).callback())}/stream/token`, method)
    expect([response.status, await response.text()]).toEqual([status, ''])
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
  })

  it('of a refusal replaces what was set before, and is no error of the app', async () => {
    const errors: unknown[] = []
    const app = create().use((ctx, next) => {
      ctx.body = { left: 'over' }
      return next()
    })
    app.use(streamTokenProvider(() => null, options)).on('error', error => errors.push(error))
    const response = await fetch(`${await listen(app.callback())}/stream/token`, { method: 'POST' })
    expect([response.status, response.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(await response.json()).toMatchObject({ reason: 'unauthenticated' })
    expect(errors).toEqual([])
  })

  it('is the bare token where the client takes text alone', async () => {
    const url = await listen(create().use(stream).callback())
    const response = await fetch(`${url}/stream/token`, { method: 'POST', headers: { accept: 'text/plain' } })
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    await expect(stream.verifyToken(await response.text())).resolves.toMatchObject({ userId: 'john' })
  })
})

describe.each(koas)('$name: two in one app', ({ create }) => {
  it('answer each its own path, with its own keys', async () => {
    const other = streamTokenProvider(() => 'jane', { ...otherOptions, basePath: '/video' })
    const url = await listen(create().use(stream).use(other).callback())
    expect((await post(`${url}/stream/token`)).body).toMatchObject({ userId: 'john', apiKey: 'koa-test' })
    expect((await post(`${url}/video/token`)).body).toMatchObject({ userId: 'jane', apiKey: 'koa-other' })
  })
})

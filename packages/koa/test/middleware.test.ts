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

describe.each(koas)('$name: a request for another route', ({ create }) => {
  it.each([
    ['GET', '/'],
    ['POST', '/stream'],
    ['POST', '/stream/'],
    ['POST', '/stream/other'],
    ['POST', '/stream/token/'],
    ['POST', '/Stream/token'],
    ['OPTIONS', '/stream/token'],
  ])('is passed to next: %s %s', async (method, path) => {
    const app = create().use(stream)
    app.use(ctx => {
      ctx.status = 218
    })
    expect((await fetch(`${await listen(app.callback())}${path}`, { method })).status).toBe(218)
  })

  it('is awaited, so that earlier middleware sees the finished response', async () => {
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

  // OPTIONS of the token path is passed on too, but only after the endpoint has run.
  it.each([
    ['thrown', 'GET', '/'],
    ['thrown later', 'GET', '/'],
    ['thrown', 'OPTIONS', '/stream/token'],
    ['thrown later', 'OPTIONS', '/stream/token'],
  ])("can fail, and the error reaches the app's own handler: %s, %s %s", async (when, method, path) => {
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
  })

  it("can fail, and Koa's own handler responds 500 if the app handles no errors", async () => {
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

describe.each(koas)('$name: a response', ({ create }) => {
  it('passes through earlier middleware, and later middleware does not run', async () => {
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

  it('adds to Vary and keeps the existing values', async () => {
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
  ])('to %s is %i without a body, even if one was set before', async (method, status) => {
    const app = create().use((ctx, next) => {
      ctx.body = { left: 'over' }
      return next()
    })
    const response = await withOrigin(`${await listen(app.use(shared).callback())}/stream/token`, method)
    expect([response.status, await response.text()]).toEqual([status, ''])
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
  })

  it('for a refusal replaces a body that was set before and raises no app error', async () => {
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

  it('is the bare token if the client accepts only text', async () => {
    const url = await listen(create().use(stream).callback())
    const response = await fetch(`${url}/stream/token`, { method: 'POST', headers: { accept: 'text/plain' } })
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    await expect(stream.verifyToken(await response.text())).resolves.toMatchObject({ userId: 'john' })
  })
})

describe.each(koas)('$name: two endpoints in one app', ({ create }) => {
  it('each respond at their own path, with their own key', async () => {
    const other = streamTokenProvider(() => 'jane', { ...otherOptions, basePath: '/video' })
    const url = await listen(create().use(stream).use(other).callback())
    expect((await post(`${url}/stream/token`)).body).toMatchObject({ userId: 'john', apiKey: 'koa-test' })
    expect((await post(`${url}/video/token`)).body).toMatchObject({ userId: 'jane', apiKey: 'koa-other' })
  })
})

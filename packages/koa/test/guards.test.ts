import { describe, expect, it } from 'vitest'
import { getStreamAuth, isTokenProviderError, streamTokenProvider } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options, otherOptions } from './fixture/options.js'

const stream = streamTokenProvider(() => 'john', options)

const get = async (url: string, token?: string) => {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(url, { headers })
  const text = await response.text()
  return { status: response.status, body: /^[{["]/.test(text) ? JSON.parse(text) : text }
}

describe.each(koas)('$name: requireUserToken', ({ create }) => {
  it('passes the verified token on, as getStreamAuth(ctx) and as ctx.state.streamAuth', async () => {
    const app = create()
      .use(stream.requireUserToken())
      .use(ctx => {
        ctx.body = [getStreamAuth(ctx, { anyKind: true }), ctx.state.streamAuth]
      })
    const token = await stream.createToken('john', { role: 'host' })
    const auth = expect.objectContaining({ kind: 'user', userId: 'john', role: 'host' })
    expect(await get(await listen(app.callback()), token)).toEqual({ status: 200, body: [auth, auth] })
  })

  it('responds to a refused request itself and runs no later middleware', async () => {
    const ran: string[] = []
    const app = create()
      .use(stream.requireUserToken())
      .use(() => void ran.push('after'))
    expect(await get(await listen(app.callback()))).toMatchObject({
      status: 401,
      body: { reason: 'token_missing', code: 5 },
    })
    expect(ran).toEqual([])
  })

  it('lets requests without a token pass with anonymous: true, but none with an invalid token', async () => {
    const app = create()
      .use(stream.requireUserToken({ anonymous: true }))
      .use(ctx => {
        ctx.body = [ctx.state.streamAuth.kind]
      })
    const url = await listen(app.callback())
    expect(await get(url)).toEqual({ status: 200, body: ['anonymous'] })
    expect(await get(url, 'a.b.c')).toMatchObject({ status: 401, body: { reason: 'token_malformed' } })
  })

  it("throws a refusal with onRefused: 'forward', and Koa responds with its status and headers", async () => {
    const seen: unknown[] = []
    const app = create().use(stream.requireUserToken({ onRefused: 'forward' }))
    app.on('error', error => seen.push([isTokenProviderError(error), error.reason]))
    const response = await fetch(await listen(app.callback()))
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(await response.text()).not.toContain('Error')
    expect(seen).toEqual([[true, 'token_missing']])
  })

  it("passes the thrown refusal to the app's own error handler first", async () => {
    const app = create().use(async (ctx, next) => {
      await next().catch(error => {
        ctx.status = error.status
        ctx.body = { mine: error.reason }
      })
    })
    app.use(stream.requireUserToken({ onRefused: 'forward' }))
    expect(await get(await listen(app.callback()))).toEqual({ status: 401, body: { mine: 'token_missing' } })
  })

  it('requires a token even if ctx.state.streamAuth is already set', async () => {
    const app = create().use((ctx, next) => {
      ctx.state.streamAuth = { kind: 'user', userId: 'admin', claims: {} }
      return next()
    })
    app.use(stream.requireUserToken())
    expect(await get(await listen(app.callback()))).toMatchObject({
      status: 401,
      body: { reason: 'token_missing' },
    })
  })

  it("refuses another provider's token, even after that provider's guard accepted it", async () => {
    const other = streamTokenProvider(() => 'john', otherOptions)
    const app = create().use(other.requireUserToken()).use(stream.requireUserToken())
    const url = await listen(app.callback())
    expect(await get(url, await other.createToken('john'))).toMatchObject({ status: 401, body: { code: 43 } })
  })

  it('waits for later middleware and does not change its errors', async () => {
    const app = create().use(stream.requireUserToken())
    app.use(async ctx => ctx.throw(418, 'mine'))
    expect(await get(await listen(app.callback()), await stream.createToken('john'))).toEqual({
      status: 418,
      body: 'mine',
    })
  })
})

describe.each(koas)('$name: requireServerToken', ({ create }) => {
  it('accepts a server token and refuses a user token', async () => {
    const app = create()
      .use(stream.requireServerToken())
      .use(ctx => {
        ctx.body = [getStreamAuth(ctx, { anyKind: true }).kind]
      })
    const url = await listen(app.callback())
    expect(await get(url, await stream.provider.createServerToken())).toEqual({
      status: 200,
      body: ['server'],
    })
    expect(await get(url, await stream.createToken('john'))).toMatchObject({
      status: 401,
      body: { reason: 'token_wrong_kind' },
    })
  })
})

describe.each(koas)('$name: getStreamAuth', ({ create }) => {
  it.each([
    ['without a guard', undefined],
    ["with another middleware's streamAuth", { kind: 'user', userId: 'admin', claims: {} }],
  ])('throws %s', async (_what, foreign) => {
    const app = create().use(async (ctx, next) => {
      if (foreign !== undefined) ctx.state.streamAuth = foreign
      await next().catch(error => {
        ctx.body = error.message
      })
    })
    app.use(ctx => {
      ctx.body = getStreamAuth(ctx)
    })
    expect((await get(await listen(app.callback()))).body).toContain('No guard ran')
  })

  it('returns what the guard verified even if other middleware overwrites ctx.state.streamAuth', async () => {
    const app = create().use(stream.requireUserToken())
    app.use(ctx => {
      ctx.state.streamAuth = { kind: 'user', userId: 'admin', claims: {} }
      ctx.body = getStreamAuth(ctx)
    })
    const { body } = await get(await listen(app.callback()), await stream.createToken('john'))
    expect(body).toMatchObject({ userId: 'john' })
  })
})

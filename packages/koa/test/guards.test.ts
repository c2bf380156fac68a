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
  it('tells the middleware after it whose token it is, in both ways', async () => {
    const app = create()
      .use(stream.requireUserToken())
      .use(ctx => {
        ctx.body = [getStreamAuth(ctx, { anyKind: true }), ctx.state.streamAuth]
      })
    const token = await stream.createToken('john', { role: 'host' })
    const auth = expect.objectContaining({ kind: 'user', userId: 'john', role: 'host' })
    expect(await get(await listen(app.callback()), token)).toEqual({ status: 200, body: [auth, auth] })
  })

  it('answers a refusal itself, and nothing after it runs', async () => {
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

  it('lets those without a token pass with anonymous, and no one with a bad token', async () => {
    const app = create()
      .use(stream.requireUserToken({ anonymous: true }))
      .use(ctx => {
        ctx.body = [ctx.state.streamAuth.kind]
      })
    const url = await listen(app.callback())
    expect(await get(url)).toEqual({ status: 200, body: ['anonymous'] })
    expect(await get(url, 'a.b.c')).toMatchObject({ status: 401, body: { reason: 'token_malformed' } })
  })

  it('throws a refusal with onRefused: throw, as an error that Koa answers with its status and headers', async () => {
    const seen: unknown[] = []
    const app = create().use(stream.requireUserToken({ onRefused: 'forward' }))
    app.on('error', error => seen.push([isTokenProviderError(error), error.reason]))
    const response = await fetch(await listen(app.callback()))
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect(await response.text()).not.toContain('Error')
    expect(seen).toEqual([[true, 'token_missing']])
  })

  it("gives the thrown refusal to the app's own handler first", async () => {
    const app = create().use(async (ctx, next) => {
      await next().catch(error => {
        ctx.status = error.status
        ctx.body = { mine: error.reason }
      })
    })
    app.use(stream.requireUserToken({ onRefused: 'forward' }))
    expect(await get(await listen(app.callback()))).toEqual({ status: 401, body: { mine: 'token_missing' } })
  })

  it('asks for a token also where ctx.state.streamAuth is there already', async () => {
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

  it("refuses another provider's token, though that one's guard has let it pass", async () => {
    const other = streamTokenProvider(() => 'john', otherOptions)
    const app = create().use(other.requireUserToken()).use(stream.requireUserToken())
    const url = await listen(app.callback())
    expect(await get(url, await other.createToken('john'))).toMatchObject({ status: 401, body: { code: 43 } })
  })

  it('waits for what is after it, and leaves its errors alone', async () => {
    const app = create().use(stream.requireUserToken())
    app.use(async ctx => ctx.throw(418, 'mine'))
    expect(await get(await listen(app.callback()), await stream.createToken('john'))).toEqual({
      status: 418,
      body: 'mine',
    })
  })
})

describe.each(koas)('$name: requireServerToken', ({ create }) => {
  it('tells a server token from a user token', async () => {
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

  it('goes by the guard where another middleware overwrites ctx.state.streamAuth', async () => {
    const app = create().use(stream.requireUserToken())
    app.use(ctx => {
      ctx.state.streamAuth = { kind: 'user', userId: 'admin', claims: {} }
      ctx.body = getStreamAuth(ctx)
    })
    const { body } = await get(await listen(app.callback()), await stream.createToken('john'))
    expect(body).toMatchObject({ userId: 'john' })
  })
})

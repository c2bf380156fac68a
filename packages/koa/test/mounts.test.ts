import { readFileSync } from 'node:fs'
import Router from '@koa/router'
import mount from 'koa-mount'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'

/** The rows of the README's table of mounts: the code, and the route where it serves the token. */
const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const ROWS = [...README.matchAll(/^\| `([^`]*app\.use[^`]*)`\s*\| `POST ([^`]*)`\s*\|$/gm)]
const mounts = ROWS.map(([, code = '', path = '']) => ({ code, path }))

const Stream = (own: object = {}) => streamTokenProvider(() => 'john', { ...options, ...own })

describe.each(koas)('$name: the mounts in the README', ({ create }) => {
  function serve(code: string): Promise<string> {
    const app = create()
    const names = ['app', 'router', 'mount', 'stream', 'streamTokenProvider', 'verifyUser']
    const given = [
      app,
      new Router(),
      mount,
      Stream(),
      (_verifyUser: unknown, own: object) => Stream(own),
      null,
    ]
    new Function(...names, code)(...given)
    app.use(ctx => {
      ctx.status = 218
      ctx.body = 'passed on'
    })
    return listen(app.callback())
  }

  it('list five examples', () => {
    expect(mounts).toHaveLength(5)
  })

  it.each(mounts)('$code serves the token at $path', async ({ code, path }) => {
    expect(await post(`${await serve(code)}${path}`)).toMatchObject({ status: 200, body: { userId: 'john' } })
  })

  it.each(mounts)('$code passes requests for all other paths on', async ({ code, path }) => {
    const url = await serve(code)
    const others = ['/stream/token', '/token', '/api/stream/token', '/auth/token', '/api/token', `${path}/`]
    for (const other of others.filter(other => other !== path)) {
      expect(await post(`${url}${other}`), other).toEqual({ status: 218, body: 'passed on' })
    }
  })
})

describe.each(koas)('$name: a mount', ({ create }) => {
  it('may be nested, and requests that are passed on have their full path again', async () => {
    const app = create().use(mount('/v1', create().use(mount('/chat', Stream()))))
    app.use(ctx => {
      ctx.body = ctx.path
    })
    const url = await listen(app.callback())
    expect(await post(`${url}/v1/chat/stream/token`)).toMatchObject({ status: 200 })
    expect(await post(`${url}/v1/chat/stream/other`)).toEqual({ status: 200, body: '/v1/chat/stream/other' })
  })

  it('in a nested router has the full path as its basePath', async () => {
    const inner = new Router().all('/stream/*rest', Stream({ basePath: '/v1/chat/stream' }))
    const outer = new Router({ prefix: '/v1' }).use('/chat', inner.routes())
    const url = await listen(create().use(outer.routes()).callback())
    expect(await post(`${url}/v1/chat/stream/token`)).toMatchObject({ status: 200, body: { userId: 'john' } })
    expect((await post(`${url}/v1/chat/stream/other`)).status).toBe(404)
  })

  it('with router.use alone is never reached, because a router runs it only for a matching route', async () => {
    const router = new Router().use(Stream())
    const url = await listen(create().use(router.routes()).callback())
    expect((await post(`${url}/stream/token`)).status).toBe(404)
  })

  it('works before a router with guarded routes', async () => {
    const stream = Stream()
    const router = new Router().get('/me', stream.requireUserToken(), ctx => {
      ctx.body = ctx.state.streamAuth
    })
    const url = await listen(
      create().use(stream).use(router.routes()).use(router.allowedMethods()).callback(),
    )
    const { body } = await post(`${url}/stream/token`)
    const headers = { authorization: `Bearer ${(body as { token: string }).token}` }
    expect((await fetch(`${url}/me`)).status).toBe(401)
    expect(await (await fetch(`${url}/me`, { headers })).json()).toMatchObject({ userId: 'john' })
  })

  it('may contain a parameter, which verifyUser can read', async () => {
    const stream = streamTokenProvider(ctx => (ctx.params.tenant === 'acme' ? 'john' : null), options)
    const app = create().use(new Router().post('/:tenant/stream/token', mount('/acme', stream)).routes())
    const url = await listen(app.callback())
    expect((await post(`${url}/acme/stream/token`)).status).toBe(200)
    expect((await post(`${url}/other/stream/token`)).status).toBe(404)
  })
})

import { bodyParser } from '@koa/bodyparser'
import type { Middleware } from 'koa'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'

const echo = streamTokenProvider((_ctx, { body }) => ({ id: 'john', claims: { body } }), options)

const parsers: readonly [string, readonly Middleware[]][] = [
  ['no parser', []],
  ['@koa/bodyparser', [bodyParser()]],
  ['@koa/bodyparser for every type', [bodyParser({ enableTypes: ['json', 'form', 'text', 'xml'] })]],
  [
    'a parser that leaves the body as text',
    [bodyParser({ enableTypes: ['text'], extendTypes: { text: ['json'] } })],
  ],
]

describe.each(koas)('$name: the body', ({ create }) => {
  it.each(parsers)('reaches verifyUser after %s', async (_what, before) => {
    const app = create()
    for (const parser of before) app.use(parser)
    const url = await listen(app.use(echo).callback())
    const { status, body } = await post(`${url}/stream/token`, { device: 'phone' })
    expect(status).toBe(200)
    const { claims } = await echo.verifyToken((body as { token: string }).token)
    expect(claims.body).toEqual({ device: 'phone' })
  })

  it.each(parsers)('is {} if the request has none, after %s', async (_what, before) => {
    const app = create()
    for (const parser of before) app.use(parser)
    const { body } = await post(`${await listen(app.use(echo).callback())}/stream/token`)
    const { claims } = await echo.verifyToken((body as { token: string }).token)
    expect(claims.body).toEqual({})
  })

  it('is left to a later parser on other paths', async () => {
    const app = create().use(echo).use(bodyParser())
    app.use(ctx => {
      ctx.body = ctx.request.body
    })
    expect(await post(`${await listen(app.callback())}/echo`, { a: 1 })).toEqual({
      status: 200,
      body: { a: 1 },
    })
  })
})

import type { Context, Middleware } from 'koa'
import koaSession from 'koa-session'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider, type TokenProviderEvent, type VerifyUser } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'

const REMEDY =
  'The request has a Cookie header and no session: mount this middleware after the session middleware.'

const COOKIE = { cookie: 'koa.sess=1' }

describe.each(koas)('$name: a signed-out request with a cookie', ({ create }) => {
  /** Mounts the endpoint before or after middleware; returns what the developer is advised to do. */
  async function actionOf(
    order: 'before' | 'after',
    middlewareFor: (app: ReturnType<typeof create>) => Middleware,
    { headers = COOKIE, verifyUser = (): null => null }: Sent = {},
  ) {
    const events: TokenProviderEvent[] = []
    const stream = streamTokenProvider(verifyUser, { ...options, onEvent: event => events.push(event) })
    const app = create()
    app.keys = ['key']
    const middleware = middlewareFor(app)
    for (const each of order === 'before' ? [stream, middleware] : [middleware, stream]) app.use(each)
    const url = await listen(app.callback())
    expect((await fetch(`${url}/stream/token`, { method: 'POST', headers })).status).toBe(401)
    expect(events).toHaveLength(1)
    return Reflect.get(events[0] ?? {}, 'action')
  }

  interface Sent {
    readonly headers?: Record<string, string>
    readonly verifyUser?: VerifyUser<Context>
  }

  const store = { get: async () => ({ userId: 'john' }), set: async () => {}, destroy: async () => {} }
  const ofSession: VerifyUser<Context> = ctx => ctx.session?.user
  const sets =
    (set: (ctx: Context) => void): (() => Middleware) =>
    () =>
    (ctx, next) => {
      set(ctx)
      return next()
    }

  it.each<[string, Parameters<typeof actionOf>[1]]>([
    ['koa-session with a store', app => koaSession({ store }, app)],
    ['middleware that sets ctx.session', sets(ctx => Object.assign(ctx, { session: {} }))],
    ['middleware that sets ctx.state.user', sets(ctx => Object.assign(ctx.state, { user: null }))],
    ['middleware that sets ctx.user', sets(ctx => Object.assign(ctx, { user: null }))],
    ['middleware that sets ctx.auth', sets(ctx => Object.assign(ctx, { auth: {} }))],
    ['middleware of Express that sets req.session', sets(ctx => Object.assign(ctx.req, { session: {} }))],
    ['middleware that reads the cookies', sets(ctx => void ctx.cookies.get('session'))],
  ])('A11: leads to the order of middleware before %s, and not after it', async (_what, middlewareFor) => {
    const sent = { verifyUser: ofSession }
    expect(await actionOf('before', middlewareFor, sent)).toBe(REMEDY)
    expect(await actionOf('after', middlewareFor, sent)).toBeUndefined()
  })

  it.each<[string, Sent]>([
    ['verifyUser reads the cookies itself', { verifyUser: ctx => ctx.cookies.get('user') ?? null }],
    ['there is a bearer token and no cookie', { headers: { authorization: 'Bearer a' } }],
    ['there is a bearer token beside a cookie', { headers: { ...COOKIE, authorization: 'Bearer a' } }],
    ['there is neither', { headers: {} }],
  ])('A11: does not lead to it if %s', async (_what, sent) => {
    expect(
      await actionOf(
        'before',
        sets(() => {}),
        sent,
      ),
    ).toBeUndefined()
  })

  it('A11: does not lead to it before koa-session without a store, which reads the cookie at once', async () => {
    expect(await actionOf('before', app => koaSession(app), { verifyUser: ofSession })).toBeUndefined()
  })
})

import Koa, { type Context, type Middleware } from 'koa'
import { describe, expectTypeOf, it } from 'vitest'
import {
  type Anonymous,
  getStreamAuth,
  type StreamAuth,
  type StreamTokenMiddleware,
  streamTokenProvider,
  type VerifiedServerToken,
  type VerifiedUserToken,
} from '../src/index.js'
import { options } from './fixture/options.js'

interface AuthedContext extends Context {
  state: { readonly user: { readonly id: string } }
}

/** Checked by the compiler only. */
describe('the types', () => {
  it("accept a verifyUser for the app's own context type", () => {
    streamTokenProvider<AuthedContext>(ctx => {
      expectTypeOf(ctx.state.user.id).toEqualTypeOf<string>()
      return ctx.state.user.id
    }, options)
    const stream = streamTokenProvider((ctx: AuthedContext) => ctx.state.user.id, options)
    expectTypeOf(stream).toEqualTypeOf<StreamTokenMiddleware>()
  })

  it("pass Koa's context, a body of unknown members and a signal to verifyUser", () => {
    streamTokenProvider((ctx, { body, signal }) => {
      expectTypeOf(ctx).toEqualTypeOf<Context>()
      expectTypeOf(body).toEqualTypeOf<{ readonly [name: string]: unknown }>()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
      return null
    }, options)
  })

  it('refuse a verifyUser that returns an invalid user', () => {
    // @ts-expect-error a number is not a user
    streamTokenProvider(() => 1, options)
    // @ts-expect-error an object without id is not a user
    streamTokenProvider(() => ({ userId: 'john' }), options)
  })

  it('are accepted as Koa middleware, and type the state that a guard sets', () => {
    const stream = streamTokenProvider(() => null, options)
    expectTypeOf(stream).toExtend<Middleware>()
    const userToken: Middleware<{ streamAuth: VerifiedUserToken }> = stream.requireUserToken()
    new Koa<{ tenant: string }>().use(stream).use(userToken)
    new Koa().use(stream.requireServerToken()).use(ctx => {
      expectTypeOf(ctx.state.streamAuth).toEqualTypeOf<VerifiedServerToken>()
    })
  })

  it('give a user token behind requireUserToken, and a union if requests without a token pass', () => {
    const stream = streamTokenProvider(() => null, options)
    const anonymous: boolean = Math.random() > 0.5
    new Koa().use(stream.requireUserToken({ onRefused: 'forward' })).use(ctx => {
      expectTypeOf(ctx.state.streamAuth).toEqualTypeOf<VerifiedUserToken>()
    })
    new Koa().use(stream.requireUserToken({ anonymous: true })).use(ctx => {
      expectTypeOf(ctx.state.streamAuth).toEqualTypeOf<VerifiedUserToken | Anonymous>()
    })
    new Koa().use(stream.requireUserToken({ anonymous })).use(ctx => {
      expectTypeOf(ctx.state.streamAuth).toEqualTypeOf<VerifiedUserToken | Anonymous>()
    })
    // @ts-expect-error a server guard requires a token
    void (() => stream.requireServerToken({ anonymous: true }))
  })

  it('distinguish user tokens, server tokens and anonymous requests', () => {
    void ((ctx: Context) => {
      expectTypeOf(getStreamAuth(ctx)).toEqualTypeOf<VerifiedUserToken>()
      const auth = getStreamAuth(ctx, { anyKind: true })
      expectTypeOf(auth).toEqualTypeOf<StreamAuth>()
      if (auth.kind === 'user') expectTypeOf(auth.userId).toEqualTypeOf<string>()
      // @ts-expect-error a server token has no user
      if (auth.kind === 'server') void auth.userId
    })
  })
})

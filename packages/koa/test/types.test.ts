import Koa, { type Context, type Middleware } from 'koa'
import { describe, expectTypeOf, it } from 'vitest'
import {
  getStreamAuth,
  type StreamAuth,
  type StreamTokenMiddleware,
  streamTokenProvider,
} from '../src/index.js'
import { options } from './fixture/options.js'

interface AuthedContext extends Context {
  state: { readonly user: { readonly id: string } }
}

/** What the compiler is asked; nothing runs. */
describe('the types', () => {
  it("take a verifyUser of the app's own context", () => {
    streamTokenProvider<AuthedContext>(ctx => {
      expectTypeOf(ctx.state.user.id).toEqualTypeOf<string>()
      return ctx.state.user.id
    }, options)
    const stream = streamTokenProvider((ctx: AuthedContext) => ctx.state.user.id, options)
    expectTypeOf(stream).toEqualTypeOf<StreamTokenMiddleware>()
  })

  it("give verifyUser Koa's context, a body of unknown members and a signal", () => {
    streamTokenProvider((ctx, { body, signal }) => {
      expectTypeOf(ctx).toEqualTypeOf<Context>()
      expectTypeOf(body).toEqualTypeOf<{ readonly [name: string]: unknown }>()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
      return null
    }, options)
  })

  it('refuse a verifyUser that answers what is no user', () => {
    // @ts-expect-error a number is no user
    streamTokenProvider(() => 1, options)
    // @ts-expect-error nor is an object without id
    streamTokenProvider(() => ({ userId: 'john' }), options)
  })

  it('fit where Koa takes middleware, and tell what a guard puts into the state', () => {
    const stream = streamTokenProvider(() => null, options)
    expectTypeOf(stream).toExtend<Middleware>()
    expectTypeOf(stream.requireUser()).toEqualTypeOf<Middleware<{ streamAuth: StreamAuth }>>()
    new Koa<{ tenant: string }>().use(stream).use(stream.requireUser())
    new Koa().use(stream.requireServer()).use(ctx => {
      expectTypeOf(ctx.state.streamAuth).toEqualTypeOf<StreamAuth>()
      const auth = getStreamAuth(ctx)
      if (auth.kind === 'user') expectTypeOf(auth.userId).toEqualTypeOf<string>()
      // @ts-expect-error a server is no user
      if (auth.kind === 'server') void auth.userId
    })
  })
})

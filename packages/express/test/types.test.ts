import type { IncomingMessage } from 'node:http'
import connect from 'connect'
import express, { type Request, type RequestHandler } from 'express'
import { describe, expectTypeOf, it } from 'vitest'
import {
  getStreamAuth,
  type StreamAuth,
  type StreamTokenMiddleware,
  streamTokenProvider,
  type VerifiedUserToken,
} from '../src/index.js'
import { options } from './fixture/options.js'

interface AuthedRequest extends Request {
  readonly user: { readonly id: string }
}

/** What the compiler is asked; nothing runs. */
describe('the types', () => {
  it("take a verifyUser of the app's own request", () => {
    expectTypeOf(streamTokenProvider<AuthedRequest>).toBeCallableWith(req => req.user.id, options)
    const stream = streamTokenProvider((req: AuthedRequest) => req.user.id, options)
    expectTypeOf(stream).toEqualTypeOf<StreamTokenMiddleware>()
  })

  it("give verifyUser Express's request, a body of unknown members and a signal", () => {
    streamTokenProvider((req, { body, signal }) => {
      expectTypeOf(req).toEqualTypeOf<Request>()
      expectTypeOf(body).toEqualTypeOf<{ readonly [name: string]: unknown }>()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
      return null
    }, options)
  })

  it('refuse a verifyUser that answers what is no user', () => {
    // @ts-expect-error a number is no user
    streamTokenProvider(() => 1, options)
    // @ts-expect-error neither is true
    streamTokenProvider(() => true, options)
    // @ts-expect-error nor an object without id
    streamTokenProvider(() => ({ userId: 'john' }), options)
  })

  it('fit where Express takes middleware', () => {
    const stream = streamTokenProvider(() => null, options)
    expectTypeOf(stream).toExtend<RequestHandler>()
    express().use(stream).use('/api', stream, stream.requireUserToken())
    express.Router().use(stream.requireServerToken())
  })

  it('fit where Connect takes middleware, and a verifyUser that asks no more than Connect has', () => {
    const stream = streamTokenProvider((req: IncomingMessage) => req.headers.authorization, options)
    expectTypeOf(stream).toEqualTypeOf<StreamTokenMiddleware>()
    const app = connect().use(stream).use('/stream', stream).use('/me', stream.requireUserToken())
    app.use('/me', (req, res) => res.end(getStreamAuth(req).kind))
    app.use(
      '/log-out',
      stream.revokeOnLogout((req: IncomingMessage) => req.headers.cookie),
    )
  })

  it('leave the parameters of a path typed behind a guard', () => {
    const stream = streamTokenProvider(() => null, options)
    express().get('/rooms/:room', stream.requireUserToken(), req => {
      expectTypeOf(req.params.room).toEqualTypeOf<string>()
    })
  })

  it('tell a user from a server from nobody', () => {
    express().get('/', (req: Request) => {
      expectTypeOf(req.streamAuth).toEqualTypeOf<StreamAuth | undefined>()
      expectTypeOf(getStreamAuth(req)).toEqualTypeOf<VerifiedUserToken>()
      const auth = getStreamAuth(req, { anyKind: true })
      expectTypeOf(auth).toEqualTypeOf<StreamAuth>()
      if (auth.kind === 'user') expectTypeOf(auth.userId).toEqualTypeOf<string>()
      // @ts-expect-error a server is no user
      if (auth.kind === 'server') void auth.userId
    })
  })
})

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

/** Checked by the compiler only. */
describe('the types', () => {
  it("accept a verifyUser for the app's own request type", () => {
    expectTypeOf(streamTokenProvider<AuthedRequest>).toBeCallableWith(req => req.user.id, options)
    const stream = streamTokenProvider((req: AuthedRequest) => req.user.id, options)
    expectTypeOf(stream).toEqualTypeOf<StreamTokenMiddleware>()
  })

  it("pass Express's request, a body of unknown members and a signal to verifyUser", () => {
    streamTokenProvider((req, { body, signal }) => {
      expectTypeOf(req).toEqualTypeOf<Request>()
      expectTypeOf(body).toEqualTypeOf<{ readonly [name: string]: unknown }>()
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
      return null
    }, options)
  })

  it('refuse a verifyUser that returns an invalid user', () => {
    // @ts-expect-error a number is not a user
    streamTokenProvider(() => 1, options)
    // @ts-expect-error true is not a user
    streamTokenProvider(() => true, options)
    // @ts-expect-error an object without id is not a user
    streamTokenProvider(() => ({ userId: 'john' }), options)
  })

  it('are accepted as Express middleware', () => {
    const stream = streamTokenProvider(() => null, options)
    expectTypeOf(stream).toExtend<RequestHandler>()
    express().use(stream).use('/api', stream, stream.requireUserToken())
    express.Router().use(stream.requireServerToken())
  })

  it('are accepted as Connect middleware, with a verifyUser for a plain Node request', () => {
    const stream = streamTokenProvider((req: IncomingMessage) => req.headers.authorization, options)
    expectTypeOf(stream).toEqualTypeOf<StreamTokenMiddleware>()
    const app = connect().use(stream).use('/stream', stream).use('/me', stream.requireUserToken())
    app.use('/me', (req, res) => res.end(getStreamAuth(req).kind))
    app.use(
      '/log-out',
      stream.revokeOnLogout((req: IncomingMessage) => req.headers.cookie),
    )
  })

  it('keep path parameters typed behind a guard', () => {
    const stream = streamTokenProvider(() => null, options)
    express().get('/rooms/:room', stream.requireUserToken(), req => {
      expectTypeOf(req.params.room).toEqualTypeOf<string>()
    })
  })

  it('distinguish user tokens, server tokens and anonymous requests', () => {
    express().get('/', (req: Request) => {
      expectTypeOf(req.streamAuth).toEqualTypeOf<StreamAuth | undefined>()
      expectTypeOf(getStreamAuth(req)).toEqualTypeOf<VerifiedUserToken>()
      const auth = getStreamAuth(req, { anyKind: true })
      expectTypeOf(auth).toEqualTypeOf<StreamAuth>()
      if (auth.kind === 'user') expectTypeOf(auth.userId).toEqualTypeOf<string>()
      // @ts-expect-error a server token has no user id
      if (auth.kind === 'server') void auth.userId
    })
  })
})

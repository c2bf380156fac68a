import { bodyParser } from '@koa/bodyparser'
import type { Context } from 'koa'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  forbidden,
  type IssuedToken,
  isTokenProviderError,
  streamTokenProvider,
  type TokenProviderEvent,
  type TokenProviderOptions,
  type VerifyUser,
} from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'

describe.each(koas)('$name: issueToken', ({ create }) => {
  /** Serves an app whose log-in response contains a token, or the reason of a refusal. */
  async function serve(verifyUser: VerifyUser<Context>, own: TokenProviderOptions<Context> = {}) {
    const stream = streamTokenProvider(verifyUser, { ...options, ...own })
    const app = create().use(bodyParser())
    app.use(stream).use(async ctx => {
      try {
        ctx.body = await stream.issueToken(ctx, { body: { device: 'phone' } })
      } catch (error) {
        if (!isTokenProviderError(error)) throw error
        ctx.status = error.status
        ctx.body = error.reason
      }
    })
    return { stream, url: await listen(app.callback()) }
  }

  it('B9: returns what the token route responds', async () => {
    const { stream, url } = await serve((_ctx, { body }) => ({ id: 'john', claims: { body } }))
    const { body } = await post(`${url}/log-in`, { name: 'john' })
    const fromRoute = await post(`${url}/stream/token`)
    const issued = body as IssuedToken
    expect(Object.keys(issued)).toEqual(Object.keys(fromRoute.body as object))
    expect(issued).toMatchObject({ userId: 'john', apiKey: 'koa-test', expiresIn: 3600 })
    expect((await stream.verifyToken(issued.token)).claims.body).toEqual({ device: 'phone' })
  })

  it.each<[string, VerifyUser<Context>, number, string]>([
    ['nobody is signed in', () => null, 401, 'unauthenticated'],
    ['verifyUser rejects with forbidden()', () => Promise.reject(forbidden()), 403, 'forbidden'],
    ['verifyUser fails', () => Promise.reject(new Error('canary')), 500, 'verify_user_failed'],
  ])('B9: rejects if %s, and notifies onEvent', async (_when, verifyUser, status, reason) => {
    const events: TokenProviderEvent[] = []
    const { url } = await serve(verifyUser, { onEvent: event => events.push(event) })
    expect(await post(`${url}/log-in`)).toEqual({ status, body: reason })
    expect(events).toMatchObject([{ type: 'refused', reason }])
  })

  it('B9: looks again after verifyUser, so that a user who was blocked meanwhile gets no token', async () => {
    const { stream, url } = await serve(async () => {
      await stream.blockUser('jack')
      return 'jack'
    })
    expect(await post(`${url}/log-in`)).toEqual({ status: 403, body: 'user_blocked' })
  })

  it('B9: has no origin rule and no limit by address, and counts the user', async () => {
    const keys: string[] = []
    const rateLimit = { consume: async (key: string) => keys.push(key) }
    const { url } = await serve(() => 'john', { rateLimit })
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const response = await fetch(`${url}/log-in`, { method: 'POST', headers })
    expect([response.status, keys]).toEqual([200, ['user:john']])
  })

  it("takes Koa's context and an optional body", () => {
    const { issueToken } = streamTokenProvider(() => null, options)
    expectTypeOf(issueToken).toBeCallableWith({} as Context, { body: { a: 1 } })
    expectTypeOf(issueToken).returns.resolves.toEqualTypeOf<IssuedToken>()
  })
})

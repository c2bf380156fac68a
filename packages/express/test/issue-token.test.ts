import express, { type Request } from 'express'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  forbidden,
  type IssuedToken,
  streamTokenProvider,
  type TokenProviderEvent,
  type TokenProviderOptions,
  unauthenticated,
  type VerifyUser,
} from '../src/index.js'
import { expresses } from './fixture/expresses.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'

const refused = (reason: string) => expect.objectContaining({ reason })

/** An app whose log-in response contains a token. The error handler responds with the reason. */
function logInApp(
  framework: typeof express,
  verifyUser: VerifyUser<Request>,
  own: TokenProviderOptions<Request> = {},
) {
  const stream = streamTokenProvider(verifyUser, { ...options, ...own })
  const app = framework().post('/log-in', express.json(), (req, res, next) => {
    stream
      .issueToken(req, { body: { device: 'phone' } })
      .then(issued => res.json({ user: 'John', stream: issued }))
      .catch(error =>
        error.reason === undefined ? next(error) : res.status(error.status).json(error.reason),
      )
  })
  return { stream, app }
}

describe.each(expresses)('$name: issueToken', ({ framework }) => {
  it('B9: returns in a log-in response what the token route responds', async () => {
    const { stream, app } = logInApp(framework, req => req.method === 'POST' && 'john')
    const url = await listen(app.use(stream))
    const { body } = await post(`${url}/log-in`)
    const fromRoute = await post(`${url}/stream/token`)
    const issued = (body as { stream: IssuedToken }).stream
    expect(Object.keys(issued)).toEqual(Object.keys(fromRoute.body as object))
    expect(issued).toMatchObject({ userId: 'john', apiKey: 'express-test', expiresIn: 3600 })
    await expect(stream.verifyToken(issued.token)).resolves.toMatchObject({ userId: 'john' })
  })

  it('B9: passes the given body to verifyUser, not that of the request', async () => {
    const { stream, app } = logInApp(framework, (_req, { body }) => ({ id: 'john', claims: { body } }))
    const { body } = await post(`${await listen(app)}/log-in`, { name: 'john' })
    const { claims } = await stream.verifyToken((body as { stream: IssuedToken }).stream.token)
    expect(claims.body).toEqual({ device: 'phone' })
  })

  it.each<[string, VerifyUser<Request>, number, string]>([
    ['nobody is signed in', () => null, 401, 'unauthenticated'],
    [
      'verifyUser throws unauthenticated()',
      () => {
        throw unauthenticated()
      },
      401,
      'unauthenticated',
    ],
    ['verifyUser rejects with forbidden()', () => Promise.reject(forbidden()), 403, 'forbidden'],
    ['verifyUser fails', () => Promise.reject(new Error('canary')), 500, 'verify_user_failed'],
    ['verifyUser returns a number', () => 1 as never, 500, 'identity_invalid'],
    ['verifyUser never settles', () => new Promise(() => {}), 503, 'verify_user_timeout'],
  ])('B9: rejects if %s, and notifies onEvent', async (_when, verifyUser, status, reason) => {
    const events: TokenProviderEvent[] = []
    const { app } = logInApp(framework, verifyUser, {
      verifyUserTimeout: 0.05,
      onEvent: event => events.push(event),
    })
    expect(await post(`${await listen(app)}/log-in`)).toEqual({ status, body: `"${reason}"` })
    expect(events).toMatchObject([{ type: 'refused', reason }])
  })

  it('B9: looks again after verifyUser, so that a user who was blocked meanwhile gets no token', async () => {
    const { stream, app } = logInApp(framework, async () => {
      await stream.blockUser('jack')
      return 'jack'
    })
    expect(await post(`${await listen(app)}/log-in`)).toEqual({ status: 403, body: '"user_blocked"' })
  })

  it('B9: has no origin rule and no limit by address, and counts the user', async () => {
    const keys: string[] = []
    const rateLimit = { consume: async (key: string) => keys.push(key) }
    const { app } = logInApp(framework, () => 'john', { rateLimit })
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const response = await fetch(`${await listen(app)}/log-in`, { method: 'POST', headers })
    expect([response.status, keys]).toEqual([200, ['user:john']])
  })
})

describe('issueToken', () => {
  it('takes the request of another transport, such as that of a GraphQL context', async () => {
    const stream = streamTokenProvider(({ headers }) => headers['x-user']?.toString(), options)
    const request = { headers: { 'x-user': 'john' } } as unknown as Request
    expect(await stream.issueToken(request)).toMatchObject({ userId: 'john' })
    await expect(stream.issueToken({ headers: {} } as Request)).rejects.toEqual(refused('unauthenticated'))
  })

  it("takes Express's request and an optional body", () => {
    const { issueToken } = streamTokenProvider(() => null, options)
    expectTypeOf(issueToken).toBeCallableWith({} as Request, { body: { a: 1 } })
    expectTypeOf(issueToken).returns.resolves.toEqualTypeOf<IssuedToken>()
  })
})

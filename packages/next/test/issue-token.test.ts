import type { IncomingMessage, ServerResponse } from 'node:http'
import { unauthorized } from 'next/navigation.js'
import { describe, expect, expectTypeOf, it, vi } from 'vitest'
import { type IssuedToken, streamTokenProvider } from '../src/index.js'
import { streamTokenProvider as pagesProvider } from '../src/pages/index.js'
import { options } from './fixture/options.js'
import { serveApi } from './fixture/serve-api.js'

const refused = (reason: string, status: number) => expect.objectContaining({ reason, status })

/** What a server action has: the headers of its request. */
const actionRequest = (headers: Record<string, string>) =>
  new Request('http://action.invalid', { headers: new Headers(headers) })

describe('issueToken of the App Router', () => {
  const stream = streamTokenProvider(({ headers }, { body }) => {
    const id = headers.get('x-user')
    return id === null ? null : { id, claims: { body } }
  }, options)

  it('B9: issues a token in a server action, which has headers only', async () => {
    const issued = await stream.issueToken(actionRequest({ 'x-user': 'john' }), { body: { device: 'phone' } })
    expect(issued).toEqual({
      token: expect.any(String),
      userId: 'john',
      apiKey: 'next-test',
      expiresAt: expect.any(Number),
      expiresIn: 3600,
    })
    expect((await stream.verifyToken(issued.token)).claims.body).toEqual({ device: 'phone' })
  })

  it('B9: rejects if nobody is signed in', async () => {
    await expect(stream.issueToken(actionRequest({}))).rejects.toEqual(refused('unauthenticated', 401))
  })

  it('B9: rejects with unauthenticated if verifyUser calls unauthorized()', async () => {
    vi.stubEnv('__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS', 'true')
    const own = streamTokenProvider(async () => unauthorized(), options)
    await expect(own.issueToken(actionRequest({}))).rejects.toEqual(refused('unauthenticated', 401))
  })

  it('B9: looks again after verifyUser, so that a user who was blocked meanwhile gets no token', async () => {
    const own = streamTokenProvider(async () => {
      await own.blockUser('jack')
      return 'jack'
    }, options)
    await expect(own.issueToken(actionRequest({}))).rejects.toEqual(refused('user_blocked', 403))
  })

  it('B9: has no origin rule, and counts the user', async () => {
    const keys: string[] = []
    const rateLimit = { consume: async (key: string) => keys.push(key) }
    const own = streamTokenProvider(() => 'john', { ...options, rateLimit })
    await own.issueToken(actionRequest({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }))
    expect(keys).toEqual(['user:john'])
  })

  it('takes a Request and an optional body', () => {
    expectTypeOf(stream.issueToken).toBeCallableWith(new Request('http://a'), { body: {} })
    expectTypeOf(stream.issueToken).returns.resolves.toEqualTypeOf<IssuedToken>()
  })
})

describe('issueToken of the Pages Router', () => {
  const stream = pagesProvider((req, { res }) => {
    res.setHeader('x-session', 'refreshed')
    return req.headers['x-user']?.toString()
  }, options)

  it('A10, B9: passes the request and res of getServerSideProps to verifyUser', async () => {
    const url = await serveApi(async (req, res) => {
      const issued = await stream.issueToken(req, { res }).catch(({ reason }) => reason)
      res.end(JSON.stringify(issued))
    }, true)
    const response = await fetch(url, { headers: { 'x-user': 'john' } })
    expect([response.headers.get('x-session'), await response.json()]).toEqual([
      'refreshed',
      expect.objectContaining({ userId: 'john', expiresIn: 3600 }),
    ])
    expect(await (await fetch(url)).json()).toBe('unauthenticated')
  })

  it('takes the request of getServerSideProps', () => {
    expectTypeOf(stream.issueToken).toBeCallableWith({} as IncomingMessage, {
      res: {} as ServerResponse,
      body: {},
    })
    expectTypeOf(stream.issueToken).returns.resolves.toEqualTypeOf<IssuedToken>()
  })
})

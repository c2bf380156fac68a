import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { notingStore } from './fixture/noting-store.js'
import { options, otherOptions } from './fixture/options.js'
import { request, told } from './fixture/request.js'

const stream = streamTokenProvider(() => 'john', options)
const none = { params: Promise.resolve({}) }
const bearing = (token: string) => request('/api/me', 'GET', { authorization: `Bearer ${token}` })

describe('requireUserToken', () => {
  it('hands on the request, the params and what else Next passes, and tells whose token it is', async () => {
    const given = bearing(await stream.createToken('john', { role: 'host' }))
    const seen: unknown[] = []
    const GET = stream.requireUserToken(
      async (raw: Request, context: { params: Promise<{ id: string }>; more: number }) => {
        seen.push(raw, (await context.params).id, context)
        return Response.json({ ok: true })
      },
    )
    const context = { params: Promise.resolve({ id: '7' }), more: 1 }
    expect(await told(GET(given, context))).toEqual([200, { ok: true }])
    const streamAuth = expect.objectContaining({ kind: 'user', userId: 'john', role: 'host' })
    expect(seen).toEqual([given, '7', { ...context, streamAuth }])
    expect(context).not.toHaveProperty('streamAuth')
  })

  it('answers a refusal itself, and the handler does not run', async () => {
    let ran = false
    const GET = stream.requireUserToken(() => {
      ran = true
      return new Response()
    })
    const response = await GET(request('/api/me', 'GET'), none)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(await told(response)).toMatchObject([401, { reason: 'token_missing', code: 5 }])
    expect(ran).toBe(false)
  })

  it('lets those without a token pass with anonymous', async () => {
    const GET = stream.requireUserToken(async (_request, { streamAuth }) => new Response(streamAuth.kind), {
      anonymous: true,
    })
    expect(await told(GET(request('/api/me', 'GET'), none))).toEqual([200, 'anonymous'])
    expect(await told(GET(bearing('a.b.c'), none))).toMatchObject([401, { reason: 'token_malformed' }])
  })

  it('asks for a token also where the context holds a streamAuth already', async () => {
    const GET = stream.requireUserToken(async (_request, { streamAuth }) => new Response(streamAuth.kind))
    const context = { ...none, streamAuth: { kind: 'user', userId: 'admin', claims: {} } }
    const answer = GET(request('/api/me', 'GET'), context)
    expect(await told(answer)).toMatchObject([401, { reason: 'token_missing' }])
  })

  it("refuses another provider's token, though that one's guard around it has let it pass", async () => {
    const other = streamTokenProvider(() => 'john', otherOptions)
    const GET = other.requireUserToken(stream.requireUserToken(async () => new Response()))
    const answer = GET(bearing(await other.createToken('john')), none)
    expect(await told(answer)).toMatchObject([401, { code: 43 }])
  })

  it('rejects with onRefused: throw, and leaves errors of the handler alone', async () => {
    const GET = stream.requireUserToken(() => Promise.reject(new Error('mine')), { onRefused: 'forward' })
    await expect(GET(request('/api/me', 'GET'), none)).rejects.toMatchObject({ reason: 'token_missing' })
    await expect(GET(bearing(await stream.createToken('john')), none)).rejects.toThrow('mine')
  })
})

describe('requireServerToken', () => {
  it('tells a server token from a user token', async () => {
    const GET = stream.requireServerToken(async (_request, { streamAuth }) => new Response(streamAuth.kind))
    expect(await told(GET(bearing(await stream.provider.createServerToken()), none))).toEqual([200, 'server'])
    expect(await told(GET(bearing(await stream.createToken('john')), none))).toMatchObject([
      401,
      { reason: 'token_wrong_kind' },
    ])
  })
})

describe('authenticate', () => {
  it("takes the request, its headers, and what Next's headers() answers", async () => {
    const given = bearing(await stream.createToken('john'))
    const { headers } = given
    const readonlyHeaders = { get: (name: string) => headers.get(name) }
    for (const source of [given, headers, readonlyHeaders as Headers]) {
      expect(await stream.authenticate(source)).toMatchObject({ userId: 'john' })
    }
  })
})

describe('revokeOnLogout', () => {
  const logOut = (verifyUser: () => string | null, order: string[], fails = false) => {
    const revocations = notingStore(order, fails)
    const own = streamTokenProvider(verifyUser, { ...options, revocations })
    const POST = own.revokeOnLogout(
      async () => void order.push('end session'),
      async (_request, { params }) => {
        order.push('handler')
        return Response.json(await params)
      },
    )
    return { own, answer: () => told(POST(request('/logout'), { params: Promise.resolve({ id: '7' }) })) }
  }

  it('ends the session, revokes, and only then lets the handler answer', async () => {
    const order: string[] = []
    const { own, answer } = logOut(() => 'john', order)
    const token = await own.createToken('john')
    expect(await answer()).toEqual([200, { id: '7' }])
    expect(order).toEqual(['end session', 'revoke', 'handler'])
    await expect(own.verifyToken(token)).rejects.toMatchObject({ reason: 'token_revoked' })
  })

  it('has nothing to revoke where nobody is signed in', async () => {
    const order: string[] = []
    expect(await logOut(() => null, order).answer()).toEqual([200, { id: '7' }])
    expect(order).toEqual(['handler'])
  })

  it('answers 503 where the revocation is not stored, and the handler does not run', async () => {
    const order: string[] = []
    const answer = await logOut(() => 'john', order, true).answer()
    expect(answer).toMatchObject([503, { reason: 'revocation_not_stored' }])
    expect(order).not.toContain('handler')
  })
})

describe('what can never work', () => {
  it.each<[string, () => unknown]>([
    ['verifyUser', () => streamTokenProvider(undefined as never, options)],
    ['endSession', () => stream.revokeOnLogout(undefined as never, () => new Response())],
    ['handler', () => stream.revokeOnLogout(() => {}, undefined as never)],
    ['handler', () => stream.requireUserToken(undefined as never)],
    ['handler', () => stream.requireServerToken(undefined as never)],
  ])('throws when it is made, and names %s', (name, make) => {
    const message = `${name} must be a function.`
    expect(make).toThrow(expect.objectContaining({ reason: 'config_invalid', message }))
  })
})

import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { options, otherOptions } from './fixture/options.js'
import { request, resultOf } from './fixture/request.js'

const stream = streamTokenProvider(() => 'john', options)
const noParams = { params: Promise.resolve({}) }
const withToken = (token: string) => request('/api/me', 'GET', { authorization: `Bearer ${token}` })

describe('requireUserToken', () => {
  it('passes on the request, the params and other context, and adds the verified token', async () => {
    const given = withToken(await stream.createToken('john', { role: 'host' }))
    const seen: unknown[] = []
    const GET = stream.requireUserToken(
      async (raw: Request, context: { params: Promise<{ id: string }>; more: number }) => {
        seen.push(raw, (await context.params).id, context)
        return Response.json({ ok: true })
      },
    )
    const context = { params: Promise.resolve({ id: '7' }), more: 1 }
    expect(await resultOf(GET(given, context))).toEqual([200, { ok: true }])
    const streamAuth = expect.objectContaining({ kind: 'user', userId: 'john', role: 'host' })
    expect(seen).toEqual([given, '7', { ...context, streamAuth }])
    expect(context).not.toHaveProperty('streamAuth')
  })

  it('responds to a refused request itself and does not run the handler', async () => {
    let ran = false
    const GET = stream.requireUserToken(() => {
      ran = true
      return new Response()
    })
    const response = await GET(request('/api/me', 'GET'), noParams)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(await resultOf(response)).toMatchObject([401, { reason: 'token_missing', code: 5 }])
    expect(ran).toBe(false)
  })

  it('lets requests without a token pass with anonymous: true', async () => {
    const GET = stream.requireUserToken(async (_request, { streamAuth }) => new Response(streamAuth.kind), {
      anonymous: true,
    })
    expect(await resultOf(GET(request('/api/me', 'GET'), noParams))).toEqual([200, 'anonymous'])
    expect(await resultOf(GET(withToken('a.b.c'), noParams))).toMatchObject([
      401,
      { reason: 'token_malformed' },
    ])
  })

  it('requires a token even if the context already has a streamAuth', async () => {
    const GET = stream.requireUserToken(async (_request, { streamAuth }) => new Response(streamAuth.kind))
    const context = { ...noParams, streamAuth: { kind: 'user', userId: 'admin', claims: {} } }
    const response = GET(request('/api/me', 'GET'), context)
    expect(await resultOf(response)).toMatchObject([401, { reason: 'token_missing' }])
  })

  it("refuses another provider's token, even inside that provider's guard", async () => {
    const other = streamTokenProvider(() => 'john', otherOptions)
    const GET = other.requireUserToken(stream.requireUserToken(async () => new Response()))
    const response = GET(withToken(await other.createToken('john')), noParams)
    expect(await resultOf(response)).toMatchObject([401, { code: 43 }])
  })

  it("rejects with onRefused: 'forward', and does not change errors of the handler", async () => {
    const GET = stream.requireUserToken(() => Promise.reject(new Error('mine')), { onRefused: 'forward' })
    await expect(GET(request('/api/me', 'GET'), noParams)).rejects.toMatchObject({ reason: 'token_missing' })
    await expect(GET(withToken(await stream.createToken('john')), noParams)).rejects.toThrow('mine')
  })
})

describe('requireServerToken', () => {
  it('accepts a server token and refuses a user token', async () => {
    const GET = stream.requireServerToken(async (_request, { streamAuth }) => new Response(streamAuth.kind))
    expect(await resultOf(GET(withToken(await stream.provider.createServerToken()), noParams))).toEqual([
      200,
      'server',
    ])
    expect(await resultOf(GET(withToken(await stream.createToken('john')), noParams))).toMatchObject([
      401,
      { reason: 'token_wrong_kind' },
    ])
  })
})

describe('authenticate', () => {
  it("accepts the request, its headers, and the result of Next's headers()", async () => {
    const given = withToken(await stream.createToken('john'))
    const { headers } = given
    const readonlyHeaders = { get: (name: string) => headers.get(name) }
    for (const source of [given, headers, readonlyHeaders as Headers]) {
      expect(await stream.authenticate(source)).toMatchObject({ userId: 'john' })
    }
  })
})

describe('a missing function', () => {
  it.each<[string, () => unknown]>([
    ['verifyUser', () => streamTokenProvider(undefined as never, options)],
    ['endSession', () => stream.revokeOnLogout(undefined as never, () => new Response())],
    ['handler', () => stream.revokeOnLogout(() => {}, undefined as never)],
    ['handler', () => stream.requireUserToken(undefined as never)],
    ['handler', () => stream.requireServerToken(undefined as never)],
  ])('throws on creation and names %s', (name, make) => {
    const message = `${name} must be a function.`
    expect(make).toThrow(expect.objectContaining({ reason: 'config_invalid', message }))
  })
})

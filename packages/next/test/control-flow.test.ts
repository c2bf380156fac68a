import { DynamicServerError } from 'next/dist/client/components/hooks-server-context.js'
import { forbidden, notFound, permanentRedirect, redirect, unauthorized } from 'next/navigation.js'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { streamTokenProvider as streamTokenProviderOfPages } from '../src/pages/index.js'
import { options } from './fixture/options.js'
import { recordingStore } from './fixture/recording-store.js'
import { request, resultOf } from './fixture/request.js'

// Next's build sets this variable for experimental.authInterrupts.
beforeEach(() => void vi.stubEnv('__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS', 'true'))

const digestedAs = (digest: string): Error => Object.assign(new Error('thrown'), { digest })

const digested = (digest: string) => () => {
  throw digestedAs(digest)
}

describe('an error that verifyUser throws', () => {
  it.each<[string, () => never, number, string]>([
    ['redirect()', () => redirect('/sign-in'), 401, 'unauthenticated'],
    ['redirect() to a path with semicolons', () => redirect('/a;b;c'), 401, 'unauthenticated'],
    ['permanentRedirect()', () => permanentRedirect('/sign-in'), 401, 'unauthenticated'],
    ['unauthorized()', () => unauthorized(), 401, 'unauthenticated'],
    ['forbidden()', () => forbidden(), 403, 'forbidden'],
    ['notFound()', () => notFound(), 403, 'forbidden'],
    ['notFound() of Next 15.0', digested('NEXT_NOT_FOUND'), 403, 'forbidden'],
    ["Next's digest of any other error", digested('1234567890'), 500, 'verify_user_failed'],
    ['a digest that only starts the same', digested('NEXT_REDIRECTED;replace'), 500, 'verify_user_failed'],
  ])('is a refusal or a server error: %s', async (_what, thrown, status, reason) => {
    const own = streamTokenProvider(async () => thrown(), options)
    expect(await resultOf(own.POST(request('/stream/token')))).toMatchObject([status, { reason }])
  })

  it('is a refusal also if a thenable rejects with it, such as a query builder', async () => {
    const query = {
      // biome-ignore lint/suspicious/noThenProperty: query builders have one
      then: (_resolve: unknown, reject: (thrown: unknown) => void) => reject(digestedAs('NEXT_NOT_FOUND')),
    }
    const own = streamTokenProvider(() => query as never, options)
    expect(await resultOf(own.POST(request('/stream/token')))).toMatchObject([403, { reason: 'forbidden' }])
  })

  it('is a server error if its digest is not a string', async () => {
    const own = streamTokenProvider(() => Promise.reject({ digest: { split: 1 } }), options)
    expect((await own.POST(request('/stream/token'))).status).toBe(500)
  })
})

describe.each([
  ['App Router', (given: typeof options) => streamTokenProvider(() => 'john', given).POST],
  [
    'Pages Router',
    (given: typeof options) => {
      const { provider } = streamTokenProviderOfPages(() => 'john', given)
      return provider.endpoint(() => 'john').fetch
    },
  ],
])('an error that authorizeRevocation throws in the %s', (_router, routeOf) => {
  it.each<[string, () => never, number, string]>([
    ['unauthorized()', () => unauthorized(), 401, 'unauthenticated'],
    ['redirect()', () => redirect('/sign-in'), 401, 'unauthenticated'],
    ['forbidden()', () => forbidden(), 403, 'revocation_forbidden'],
    ["Next's digest of any other error", digested('1234567890'), 500, 'verify_user_failed'],
  ])('is a refusal or a server error: %s', async (_what, thrown, status, reason) => {
    const POST = routeOf({ ...options, authorizeRevocation: async () => thrown() })
    const body = '{"userIds":["john"]}'
    const headers = { 'content-type': 'application/json' }
    const revoke = new Request('https://app.example/stream/revocations', { method: 'POST', headers, body })
    expect(await resultOf(POST(revoke))).toMatchObject([status, { reason }])
  })
})

describe('an error that Next throws while it prerenders', () => {
  it('passes through a guard, so that Next detects the dynamic route', async () => {
    const stream = streamTokenProvider(() => 'john', options)
    const dynamic = new DynamicServerError('the route read request.headers')
    const prerendered = new Proxy(request('/api/me', 'GET'), {
      get(target, name) {
        if (name === 'headers' || name === 'url') throw dynamic
        return Reflect.get(target, name, target)
      },
    })
    const GET = stream.requireUserToken(async () => new Response())
    await expect(GET(prerendered, { params: Promise.resolve({}) })).rejects.toBe(dynamic)
    await expect((async () => stream.GET(prerendered))()).rejects.toBe(dynamic)
  })

  it("passes through a guard from the app's own handler", async () => {
    const stream = streamTokenProvider(() => 'john', options)
    const GET = stream.requireUserToken(async () => redirect('/elsewhere'))
    const headers = { authorization: `Bearer ${await stream.createToken('john')}` }
    await expect(GET(request('/', 'GET', headers), { params: Promise.resolve({}) })).rejects.toMatchObject({
      digest: expect.stringContaining('NEXT_REDIRECT'),
    })
  })
})

describe('a redirect at log-out', () => {
  const logOut = (order: string[], fails: boolean, end: () => never) => {
    const revocations = recordingStore(order, fails)
    const stream = streamTokenProvider(() => 'john', { ...options, revocations })
    const POST = stream.revokeOnLogout(
      () => {
        order.push('end session')
        end()
      },
      () => {
        order.push('handler')
        return new Response('bye')
      },
    )
    return POST(request('/logout'), { params: Promise.resolve({}) })
  }

  it('by endSession happens after the revocation and replaces the handler', async () => {
    const order: string[] = []
    await expect(logOut(order, false, () => redirect('/signed-out'))).rejects.toMatchObject({
      digest: expect.stringContaining('/signed-out'),
    })
    expect(order).toEqual(['end session', 'revoke'])
  })

  it('is replaced with a 503 if the revocation is not stored', async () => {
    const order: string[] = []
    const result = await resultOf(logOut(order, true, () => redirect('/signed-out')))
    expect(result).toMatchObject([503, { reason: 'revocation_not_stored' }])
  })

  it('differs from a refusal by endSession, after which nothing is revoked', async () => {
    const order: string[] = []
    await expect(logOut(order, false, () => forbidden())).rejects.toMatchObject({
      digest: 'NEXT_HTTP_ERROR_FALLBACK;403',
    })
    expect(order).toEqual(['end session'])
  })
})

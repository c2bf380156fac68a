import { redirect } from 'next/navigation.js'
import { describe, expect, it, vi } from 'vitest'
import { isTokenProviderError, streamTokenProvider } from '../src/pages/index.js'
import { options, otherOptions } from './fixture/options.js'
import { resultOf } from './fixture/request.js'
import { serveApi } from './fixture/serve-api.js'

const stream = streamTokenProvider((_req, { body }) => ({ id: 'john', claims: { body } }), options)

const post = (url: string, body?: string, headers: Record<string, string> = {}) =>
  resultOf(fetch(url, { method: 'POST', headers, ...(body !== undefined && { body }) }))
const json = { 'content-type': 'application/json' }
const parsers = [
  ["with Next's body parser", true],
  ['without it', false],
] as const

describe.each(parsers)('a route %s', (_what, bodyParser) => {
  it('issues a token and passes the body to verifyUser', async () => {
    const url = await serveApi(stream, bodyParser)
    const [status, body] = await post(`${url}/api/stream/token`, '{"device":"phone"}', json)
    expect([status, body]).toMatchObject([200, { userId: 'john', apiKey: 'next-test' }])
    const { claims } = await stream.verifyToken((body as { token: string }).token)
    expect(claims.body).toEqual({ device: 'phone' })
  })

  it('A11: does not report a missing session to a signed-out request with a cookie', async () => {
    const onEvent = vi.fn()
    const url = await serveApi(
      streamTokenProvider(() => null, { ...options, onEvent }),
      bodyParser,
    )
    expect((await post(`${url}/api/stream/token`, '{}', { ...json, cookie: 'session=a' }))[0]).toBe(401)
    expect(onEvent).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ reason: 'unauthenticated' }))
    expect(onEvent.mock.lastCall?.[0]).not.toHaveProperty('action')
  })

  it('treats a missing body as {}', async () => {
    const [, body] = await post(`${await serveApi(stream, bodyParser)}/api/stream/token`)
    expect((await stream.verifyToken((body as { token: string }).token)).claims.body).toEqual({})
  })

  it.each([
    ['text', '{}', { 'content-type': 'text/plain' }, 415],
    ['a form', 'user_id=admin', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a list', '[]', json, 400],
    ['half an object', '{"a":', json, 400],
    ['too much', JSON.stringify({ a: 'x'.repeat(5000) }), json, 413],
    ['another site', '{}', { ...json, 'sec-fetch-site': 'cross-site' }, 403],
  ])('refuses %s', async (_name, body, headers, status) => {
    const url = await serveApi(stream, bodyParser)
    expect((await post(`${url}/api/stream/token`, body, headers))[0]).toBe(status)
  })
})

describe('a route', () => {
  it.each([
    ['/api/stream/token', 200],
    ['/api/v1/chat/token?x=1', 200],
    ['/api/stream/token/', 200],
    ['/api/stream/other', 404],
    ['/api/stream', 404],
  ])('matches only the last segments: %s is %i', async (path, status) => {
    expect((await post(`${await serveApi(stream, true)}${path}`))[0]).toBe(status)
  })

  it.each([
    ['GET', 405, 'POST, OPTIONS'],
    ['OPTIONS', 204, 'POST, OPTIONS'],
  ])('responds to %s with %i and Allow', async (method, status, allow) => {
    const response = await fetch(`${await serveApi(stream, true)}/api/stream/token`, { method })
    expect([response.status, response.headers.get('allow')]).toEqual([status, allow])
  })

  it('applies the rate limit to the address of the socket and to the user', async () => {
    const keys: string[] = []
    const rateLimit = { consume: async (key: string) => keys.push(key) }
    const own = streamTokenProvider(() => 'john', { ...options, rateLimit })
    expect((await post(`${await serveApi(own, true)}/api/stream/token`))[0]).toBe(200)
    expect(keys).toEqual(['ip:127.0.0.1', 'user:john'])
  })

  it('responds 401 if verifyUser redirects to the sign-in page', async () => {
    const own = streamTokenProvider(async () => redirect('/sign-in'), options)
    expect(await post(`${await serveApi(own, true)}/api/stream/token`)).toMatchObject([
      401,
      { reason: 'unauthenticated' },
    ])
  })
})

describe('the wrappers', () => {
  const withToken = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

  it('let only user tokens or only server tokens pass, and pass the verified token on', async () => {
    const user = await stream.createToken('john')
    const server = await stream.provider.createServerToken()
    const requireUserToken = stream.requireUserToken((_req, res, { streamAuth }) => res.end(streamAuth.kind))
    const requireServerToken = stream.requireServerToken((_req, res, { streamAuth }) =>
      res.end(streamAuth.kind),
    )
    const [users, servers] = [
      await serveApi(requireUserToken, true),
      await serveApi(requireServerToken, true),
    ]
    expect(await resultOf(fetch(users, withToken(user)))).toEqual([200, 'user'])
    expect(await resultOf(fetch(servers, withToken(server)))).toEqual([200, 'server'])
    expect(await resultOf(fetch(users, withToken(server)))).toMatchObject([
      401,
      { reason: 'token_wrong_kind' },
    ])
    expect(await resultOf(fetch(servers))).toMatchObject([401, { reason: 'token_missing' }])
  })

  it('require a token even if the request and the third argument already have a streamAuth', async () => {
    const guarded = stream.requireUserToken((_req, res) => res.end())
    const foreign = { streamAuth: { kind: 'user', userId: 'admin', claims: {} } }
    const url = await serveApi(
      (req, res) => Reflect.apply(guarded, undefined, [Object.assign(req, foreign), res, foreign]),
      true,
    )
    expect(await resultOf(fetch(url))).toMatchObject([401, { reason: 'token_missing' }])
  })

  it("refuse another provider's token, even inside that provider's wrapper", async () => {
    const other = streamTokenProvider(() => 'john', otherOptions)
    const url = await serveApi(
      other.requireUserToken(stream.requireUserToken((_req, res) => res.end())),
      true,
    )
    const token = await other.createToken('john')
    expect(await resultOf(fetch(url, withToken(token)))).toMatchObject([401, { code: 43 }])
  })

  it("reject with onRefused: 'forward', so that a wrapper of the app can catch it", async () => {
    const guarded = stream.requireUserToken((_req, res) => res.end(), { onRefused: 'forward' })
    const url = await serveApi(async (req, res) => {
      await guarded(req, res).catch(error => res.writeHead(599).end(String(isTokenProviderError(error))))
    }, true)
    expect(await resultOf(fetch(url))).toEqual([599, 'true'])
  })
})

describe('a missing function', () => {
  it.each<[string, () => unknown]>([
    ['verifyUser', () => streamTokenProvider(undefined as never, options)],
    ['endSession', () => stream.revokeOnLogout(undefined as never, () => {})],
    ['handler', () => stream.revokeOnLogout(() => {}, undefined as never)],
    ['handler', () => stream.requireUserToken(undefined as never)],
    ['handler', () => stream.requireServerToken(undefined as never)],
  ])('throws on creation and names %s', (name, make) => {
    const message = `${name} must be a function.`
    expect(make).toThrow(expect.objectContaining({ reason: 'config_invalid', message }))
  })
})

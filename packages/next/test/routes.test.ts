import { createTokenProvider } from '@stream-token/core'
import { describe, expect, it, vi } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { options } from './fixture/options.js'
import { request, resultOf } from './fixture/request.js'

const stream = streamTokenProvider(() => 'john', options)
const authorizeRevocation = () => true

describe('the route handlers', () => {
  it('issue a token that the provider verifies', async () => {
    const [status, body] = await resultOf(stream.POST(request('/stream/token')))
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({ userId: 'john', apiKey: 'next-test', expiresIn: 3600 }),
    ])
    const { token } = body as { token: string }
    await expect(stream.verifyToken(token)).resolves.toMatchObject({ userId: 'john' })
  })

  it('work as destructured exports', async () => {
    const { GET, POST, OPTIONS } = stream
    const statuses = [GET, POST, OPTIONS].map((handler, at) =>
      handler(request('/stream/token', ['GET', 'POST', 'OPTIONS'][at])),
    )
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([405, 200, 204])
  })

  it('pass the Web Request to verifyUser, with its JSON body and its signal', async () => {
    const seen: unknown[] = []
    const own = streamTokenProvider((raw, { body, signal }) => {
      seen.push(raw, body, signal.aborted)
      return null
    }, options)
    const given = new Request('https://app.example/stream/token', {
      method: 'POST',
      body: '{"device":"phone"}',
      headers: { 'content-type': 'application/json' },
    })
    expect((await own.POST(given)).status).toBe(401)
    expect(seen).toEqual([given, { device: 'phone' }, false])
  })

  it('A11: do not report a missing session to a signed-out request with a cookie', async () => {
    const onEvent = vi.fn()
    const own = streamTokenProvider(() => null, { ...options, onEvent })
    const headers = { cookie: 'session=a' }
    const given = new Request('https://app.example/stream/token', { method: 'POST', headers })
    expect((await own.POST(given)).status).toBe(401)
    expect(onEvent).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ reason: 'unauthenticated' }))
    expect(onEvent.mock.lastCall?.[0]).not.toHaveProperty('action')
  })

  it('close the connection only if the body does not arrive in time', async () => {
    const own = streamTokenProvider(() => 'john', { ...options, bodyTimeout: 0.05 })
    const send = (body: BodyInit): Promise<Response> => {
      const headers = { 'content-type': 'application/json' }
      const init = { method: 'POST', body, headers, duplex: 'half' }
      return own.POST(new Request('https://app.example/stream/token', init))
    }
    const responses = [await send(new ReadableStream()), await send('{}')]
    expect(responses.map(({ status, headers }) => [status, headers.get('connection')])).toEqual([
      [408, 'close'],
      [200, null],
    ])
  })

  it.each([
    '/stream/token',
    '/api/stream/token',
    '/api/v1/chat/token',
    '/token',
    '/stream/token/',
    '/stream/token?user_id=admin',
  ])('issue a token at %s, wherever the file is mounted', async path => {
    expect(await resultOf(stream.POST(request(path)))).toMatchObject([200, { userId: 'john' }])
  })

  it.each([
    '/',
    '/stream',
    '/stream/',
    '/stream/tokens',
    '/stream/Token',
    '/stream/%74oken',
    '/stream/token/x',
    '/stream/token//',
    '/stream/token.json',
    '/stream/xtoken',
    '/stream/revocations',
  ])('respond 404 at %s for every method', async path => {
    for (const method of ['GET', 'POST', 'OPTIONS'] as const) {
      const [status, body] = await resultOf(stream[method](request(path, method)))
      expect([status, body], method).toMatchObject([404, { reason: 'not_found' }])
    }
  })

  it.each([
    ['GET', '/stream/revocations/john', 200],
    ['GET', '/stream/revocations/john/', 200],
    ['GET', '/a/b/revocations/token', 200],
    ['GET', '/stream/revocations/revocations', 200],
    ['POST', '/stream/revocations', 400],
    ['GET', '/stream/revocations', 405],
    ['GET', '/stream/revocations/a/b', 404],
  ] as const)(
    'serve the revocation routes with authorizeRevocation: %s %s is %i',
    async (method, path, status) => {
      const own = streamTokenProvider(() => 'john', { ...options, authorizeRevocation })
      expect((await own[method](request(path, method))).status).toBe(status)
    },
  )

  it.each(['/stream', '/elsewhere', ''])('ignore basePath: %j', async basePath => {
    const own = streamTokenProvider(() => 'john', { ...options, basePath })
    expect((await own.POST(request('/api/chat/token'))).status).toBe(200)
    expect((await own.POST(request(`${basePath}/other`))).status).toBe(404)
  })

  it('respond to OPTIONS with 204, Allow and no body', async () => {
    const response = await stream.OPTIONS(request('/stream/token', 'OPTIONS'))
    expect([response.status, response.headers.get('allow'), response.body]).toEqual([
      204,
      'POST, OPTIONS',
      null,
    ])
  })

  it('respond to HEAD, for which Next calls GET, with 405', async () => {
    const response = await stream.GET(request('/stream/token', 'HEAD'))
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
  })
})

describe('the environment', () => {
  it('is read at the first request, so a build works without secrets and they can be set later', async () => {
    vi.stubEnv('STREAM_API_KEY', undefined)
    vi.stubEnv('STREAM_API_SECRET', undefined)
    const own = streamTokenProvider(() => 'john')
    expect(await resultOf(own.POST(request('/stream/token')))).toMatchObject([
      500,
      { reason: 'config_invalid' },
    ])
    vi.stubEnv('STREAM_API_KEY', 'from-environment')
    vi.stubEnv('STREAM_API_SECRET', String(options.apiSecret))
    expect(await resultOf(own.POST(request('/stream/token')))).toMatchObject([
      200,
      { apiKey: 'from-environment' },
    ])
  })

  it('appears in the event for onEvent but not in the response', async () => {
    vi.stubEnv('STREAM_API_KEY', 'key')
    vi.stubEnv('STREAM_API_SECRET', 'short')
    const events: unknown[] = []
    const own = streamTokenProvider(() => 'john', { onEvent: event => void events.push(event) })
    const [status, body] = await resultOf(own.POST(request('/stream/token')))
    expect([status, JSON.stringify(body)]).toEqual([500, expect.not.stringContaining('STREAM_API_SECRET')])
    expect(events).toEqual([
      expect.objectContaining({ type: 'refused', message: expect.stringContaining('STREAM_API_SECRET') }),
    ])
  })
})

describe('streamTokenProvider', () => {
  it.each([
    ['an unknown option', { ...options, ttl: 60 }],
    ['milliseconds', { ...options, expiresIn: 3_600_000_000 }],
    ['a short secret', { ...options, apiSecret: 'short' }],
    ['a provider together with an option', { provider: createTokenProvider(options), expiresIn: 60 }],
  ])('throws on creation with %s', (_what, given) => {
    expect(() => streamTokenProvider(() => 'john', given)).toThrow(
      expect.objectContaining({ reason: 'config_invalid' }),
    )
  })

  it('uses the provider that it receives', async () => {
    const provider = createTokenProvider(options)
    const own = streamTokenProvider(() => 'john', { provider })
    expect(own.provider).toBe(provider)
    const [, body] = await resultOf(own.POST(request('/stream/token')))
    await expect(provider.verifyToken((body as { token: string }).token)).resolves.toBeDefined()
  })
})

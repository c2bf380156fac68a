import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { memoryRevocationStore } from '../../src/index.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { fakeStream } from '../fixture/fake-stream.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { type Deferred, deferred, pair, readingStore } from '../fixture/store-doubles.js'
import { type StreamResult, startStream } from '../fixture/stream-server.js'

type Respond = Parameters<typeof startStream>[0]

/** An app with guests, whose Stream responds with that result. */
async function setUp(options: TokenProviderOptions = {}, respond: Respond = () => undefined) {
  const stream = await startStream(respond)
  onTestFinished(stream.close)
  const events: TokenProviderEvent[] = []
  let asked = 0
  const store = memoryRevocationStore()
  const provider = fixedProvider({
    guests: {},
    streamApi: { baseUrl: stream.url, retries: 0 },
    revocations: store,
    onEvent: event => events.push(event),
    ...options,
  })
  const endpoint = provider.endpoint(() => {
    asked++
    return 'john'
  })
  const request = (body?: unknown, headers: Record<string, string> = {}) =>
    endpoint.fetch(
      new Request('https://app.example/stream/guest', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
  return { provider, store, endpoint, stream, events, request, asked: () => asked }
}

const outcomeOf = async (reply: Response): Promise<unknown[]> => {
  const { reason, userId } = await reply.json()
  return [reply.status, reason ?? userId]
}

describe('POST /guest', () => {
  it('creates a user with the role guest at Stream, and responds as the token route does', async () => {
    const { provider, stream, request } = await setUp()
    const reply = await request({ name: 'Ann' })
    const { token, userId, ...rest } = await reply.json()
    expect([reply.status, reply.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(rest).toEqual({ apiKey: 'key', expiresAt: NOW + 3600, expiresIn: 3600 })
    expect(userId).toMatch(/^guest-[0-9a-f]{32}$/)
    expect((await provider.verifyToken(token)).claims).toEqual({
      user_id: userId,
      exp: NOW + 3600,
      iat: NOW - 5,
    })
    expect(stream.calls.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['POST', '/users', { users: { [userId]: { id: userId, role: 'guest', name: 'Ann' } } }],
    ])
    const authorization = stream.calls[0]?.headers.authorization
    await expect(provider.verifyToken(authorization, { kind: 'server' })).resolves.toBeDefined()
  })

  it('does not call verifyUser, and gives each request another user', async () => {
    const { request, asked } = await setUp()
    const ids = new Set<string>()
    for (let time = 0; time < 3; time++) ids.add((await (await request()).json()).userId)
    expect([ids.size, asked()]).toEqual([3, 0])
  })

  it.each([
    ['no body', undefined],
    ['an empty object', {}],
    ['an id', { id: 'john', user_id: 'john', userId: 'john', user: { id: 'john' } }],
    ['a role and claims', { role: 'admin', server: true, expiresIn: 1, claims: { a: 1 } }],
  ])('takes only the name from the body: %s', async (_what, body) => {
    const { stream, provider, request } = await setUp()
    const { token, userId } = await (await request(body)).json()
    expect(userId).toMatch(/^guest-/)
    expect((await provider.verifyToken(token)).claims).toEqual({
      user_id: userId,
      exp: NOW + 3600,
      iat: NOW - 5,
    })
    expect(stream.calls[0]?.body).toEqual({ users: { [userId]: { id: userId, role: 'guest' } } })
  })

  it.each<[string, unknown, string]>([
    ['a number', 5, 'name must be a string.'],
    ['null', null, 'name must be a string.'],
    ['an object', { a: 1 }, 'name must be a string.'],
    ['an empty string', '', 'name must not be blank: leave it out.'],
    ['a blank one', ' \u200b ', 'name must not be blank: leave it out.'],
    ['a long one', 'x'.repeat(101), 'name must have at most 100 characters.'],
    ...['a\nb', 'a\u0000', 'a\u2028b', '\u202eevil', 'a\ud800', '\u2066a', '\u007fa'].map(
      (name): [string, unknown, string] => [
        JSON.stringify(name),
        name,
        'name must not contain control characters, line breaks or direction overrides.',
      ],
    ),
  ])('refuses a name that is %s, says why, and creates nobody', async (_what, name, detail) => {
    const { stream, events, request } = await setUp()
    const reply = await request({ name })
    expect([reply.status, await reply.json()]).toEqual([
      400,
      expect.objectContaining({ reason: 'body_invalid', detail }),
    ])
    expect(stream.calls).toEqual([])
    expect(events).toEqual([expect.objectContaining({ type: 'refused', message: detail })])
  })

  it.each([
    'J\u00f6rg \u{1f600}',
    'x'.repeat(100),
    '\u{1f600}'.repeat(100),
    "O'Brien <b>",
    '\u0646\u200c\u0645',
  ])('passes the name %j on as it is', async name => {
    const { stream, request } = await setUp()
    expect((await request({ name })).status).toBe(200)
    const [user] = Object.values(stream.calls[0]?.body.users ?? {})
    expect(user).toMatchObject({ name })
  })

  it('reports the token by the id alone: no event contains the name', async () => {
    const { events, request } = await setUp()
    const { userId } = await (await request({ name: 'canary' })).json()
    expect(events).toEqual([expect.objectContaining({ type: 'issued', userId })])
    expect(JSON.stringify(events)).not.toContain('canary')
  })

  it.each([
    ['guests.expiresIn', { guests: { expiresIn: 60 } }, 60],
    ['the option expiresIn', { expiresIn: 120 }, 120],
    ['guests.expiresIn above maxExpiresIn', { guests: { expiresIn: 100_000 } }, 100_000],
  ])('takes the lifetime from %s', async (_what, options, expiresIn) => {
    const { request } = await setUp(options)
    expect(await (await request()).json()).toMatchObject({ expiresIn, expiresAt: NOW + expiresIn })
  })

  it('sends the bare token to a client that accepts only text', async () => {
    const { provider, request } = await setUp()
    const token = await (await request({}, { accept: 'text/plain' })).text()
    expect((await provider.verifyToken(token)).userId).toMatch(/^guest-/)
  })

  it('does not exist without the option guests', async () => {
    const { endpoint, request } = await setUp({ guests: false })
    expect([(await request()).status, endpoint.locate('/stream/guest')]).toEqual([404, undefined])
  })

  it('checks the origin, and counts the address, before anything is created', async () => {
    const keys: string[] = []
    const rateLimit = {
      consume: async (key: string) => {
        keys.push(key)
        if (keys.length > 1) throw { msBeforeNext: 1500 }
      },
    }
    const { stream, endpoint, request } = await setUp({ rateLimit })
    expect(await outcomeOf(await request({}, { 'sec-fetch-site': 'cross-site' }))).toEqual([
      403,
      'origin_forbidden',
    ])
    const once = (address: string) =>
      endpoint.handle({
        method: 'POST',
        path: '/guest',
        headers: () => [],
        body: async () => ({ kind: 'none' }),
        address,
        raw: new Request('https://app.example'),
      })
    expect([(await once('192.0.2.1'))?.status, (await once('192.0.2.1'))?.status]).toEqual([200, 429])
    expect([keys, stream.calls.length]).toEqual([['ip:192.0.2.1', 'ip:192.0.2.1'], 1])
  })
})

describe('POST /guest with a limiter, in a host that reports no address', () => {
  it('counts all guests under one key, and says so once', async () => {
    const keys: string[] = []
    const rateLimit = { consume: async (key: string) => keys.push(key) }
    const { events, request } = await setUp({ rateLimit })
    await request()
    await request()
    expect(keys).toEqual(['ip:unknown', 'ip:unknown'])
    expect(events.filter(({ type }) => type === 'misconfigured')).toEqual([
      expect.objectContaining({ message: expect.stringContaining('ip:unknown') }),
    ])
  })
})

describe('POST /guest, if Stream does not accept the guest', () => {
  it.each<[string, StreamResult, RegExp]>([
    ['refuses', { status: 403, code: 17 }, /apiKey and apiSecret/],
    ['fails', { status: 500 }, /reaches streamApi\.baseUrl/],
    ['closes the connection', 'reset', /reaches streamApi\.baseUrl/],
  ])('responds 502 without a token, and reports the remedy: Stream %s', async (_what, result, remedy) => {
    const { events, request } = await setUp({}, () => result)
    const reply = await request({ name: 'Ann' })
    const body = await reply.json()
    expect([reply.status, body.reason, 'token' in body]).toEqual([502, 'stream_api_failed', false])
    expect(events).toEqual([
      expect.objectContaining({
        type: 'refused',
        reason: 'stream_api_failed',
        action: expect.stringMatching(remedy),
      }),
    ])
  })

  it('has at most maxPending guests under way', async () => {
    const first: Deferred<StreamResult> = deferred()
    const { stream, request } = await setUp({ maxPending: 1 }, () => first.promise)
    const pending = request()
    await stream.received(1)
    expect(await outcomeOf(await request())).toEqual([503, 'overloaded'])
    first.resolve(undefined)
    expect((await pending).status).toBe(200)
    expect((await request()).status).toBe(200)
  })
})

describe('POST /guest and revocations', () => {
  it('creates nobody if the revocation state is unknown', async () => {
    const revocations = readingStore(() => Promise.reject(new Error('down')))
    const { stream, request } = await setUp({ revocations })
    expect(await outcomeOf(await request())).toEqual([503, 'revocation_state_unknown'])
    expect(stream.calls).toEqual([])
  })

  it('waits until a revocation of the app has passed, before the guest is created', async () => {
    let now = NOW
    const createdAt: number[] = []
    const { provider, store, stream, request } = await setUp({ clock: () => now * 1000 }, () => {
      createdAt.push(now)
      return undefined
    })
    await store.write([{ app: true, cutoff: pair(NOW + 0.2) }])
    const pending = request()
    await new Promise(resolve => setImmediate(resolve))
    expect(stream.calls).toEqual([])
    now = NOW + 1.5
    const { token } = await (await pending).json()
    expect((await provider.verifyToken(token)).issuedAt).toBe(NOW + 1)
    expect(createdAt).toEqual([NOW + 1.5])
  })

  it('waits for a revocation of the app that comes while Stream creates the guest', async () => {
    fakeTime(NOW)
    onTestFinished(() => void vi.useRealTimers())
    const { streamApi } = fakeStream(() => ({ answers: 1 }))
    const store = memoryRevocationStore()
    const provider = fixedProvider({ guests: {}, streamApi, revocations: store, clock: () => Date.now() })
    const { fetch: request } = provider.endpoint(() => null)
    const pending = request(new Request('https://app.example/stream/guest', { method: 'POST' }))
    await rest()
    await store.write([{ app: true, cutoff: pair(NOW + 0.7) }])
    const { token } = await (await settled(pending)).json()
    expect(Date.now() / 1000).toBeGreaterThanOrEqual(NOW + 1.2)
    await expect(provider.verifyToken(token)).resolves.toHaveProperty('issuedAt', NOW + 1)
  })

  it('accepts the token at guards until the guest is revoked', async () => {
    const { provider, store, request } = await setUp()
    const { token, userId } = await (await request()).json()
    await expect(provider.verifyToken(token)).resolves.toHaveProperty('userId', userId)
    await store.write([{ userId, cutoff: pair(NOW) }])
    await expect(provider.verifyToken(token)).rejects.toHaveProperty('reason', 'token_revoked')
  })
})

describe('a user whose id looks like a guest', () => {
  const GUEST = `guest-${'a'.repeat(32)}`

  it.each([
    ['an id', GUEST],
    ['an identity', { id: GUEST }],
    ['another id with the prefix', 'guest-john'],
  ])('gets no token from verifyUser if the app has guests: %s', async (_what, result) => {
    const messages: string[] = []
    const { fetch } = fixedProvider({
      guests: {},
      onEvent: event => void (event.type === 'refused' && messages.push(event.message)),
    }).endpoint(() => result)
    const reply = await fetch(new Request('https://app.example/stream/token', { method: 'POST' }))
    expect(await outcomeOf(reply)).toEqual([500, 'identity_invalid'])
    expect(messages).toEqual([
      'verifyUser: an id that begins with guest- belongs to a guest: give your users other ids (to renew the token of a guest, use createToken).',
    ])
  })

  it('gets one if the app has no guests', async () => {
    const { fetch } = fixedProvider({ streamApi: false }).endpoint(() => 'guest-john')
    const reply = await fetch(new Request('https://app.example/stream/token', { method: 'POST' }))
    expect(await outcomeOf(reply)).toEqual([200, 'guest-john'])
  })

  it('gets one from createToken, with which an app renews the token of a guest', async () => {
    const provider = fixedProvider({ guests: {}, revocations: memoryRevocationStore() })
    await expect(provider.createToken(GUEST)).resolves.toMatch(/^ey/)
  })
})

import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { TokenProviderError } from '../../src/errors/errors.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { createTokenProvider, memoryRevocationStore } from '../../src/index.js'
import { createStreamApi } from '../../src/stream-api/stream-api.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { type Fate, fakeStream } from '../fixture/fake-stream.js'
import { advance, fakeTime, rest } from '../fixture/fake-time.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { serve } from '../fixture/loopback.js'
import { type StreamResult, startStream } from '../fixture/stream-server.js'

const BEFORE = '2020-01-02T03:04:05.000Z'

/** A client of a Stream on loopback, which responds with that result. */
async function clientOf(result?: StreamResult, timeout = 5) {
  const stream = await startStream(() => result)
  onTestFinished(stream.close)
  const call = createStreamApi(
    { baseUrl: stream.url, timeout },
    () => 'key&1',
    async () => 'the token',
  )
  return { stream, call: () => call('PATCH', '/users', { some: ['body'] }) }
}

describe('createStreamApi', () => {
  it('sends the method, the path, the key, the token and the body', async () => {
    const { stream, call } = await clientOf()
    expect(await call()).toEqual({ kind: 'done' })
    const [received, ...more] = stream.calls
    expect([received?.method, received?.path, received?.apiKey, received?.body, more]).toEqual([
      'PATCH',
      '/users',
      'key&1',
      { some: ['body'] },
      [],
    ])
    expect(received?.headers).toMatchObject({
      authorization: 'the token',
      'stream-auth-type': 'jwt',
      'content-type': 'application/json',
    })
  })

  it.each<[StreamResult, string]>([
    [{ status: 500 }, 'Stream responded with 500'],
    [{ status: 503 }, 'Stream responded with 503'],
    [{ status: 429 }, 'Stream responded with 429'],
    ['reset', 'Stream could not be reached'],
  ])('takes %j for no response', async (result, reason) => {
    expect(await (await clientOf(result)).call()).toEqual({ kind: 'unanswered', reason })
  })

  it('takes a call over its time limit for no response', async () => {
    const { call } = await clientOf('hang', 0.05)
    expect(await call()).toEqual({ kind: 'unanswered', reason: 'Stream took longer than 0.05 s' })
  })

  it('takes a token that cannot be signed for no response', async () => {
    const { stream } = await clientOf()
    const call = createStreamApi(
      { baseUrl: stream.url, timeout: 5 },
      () => 'key',
      () => Promise.reject(new Error('no secret')),
    )
    expect(await call('POST', '/users', {})).toEqual({
      kind: 'unanswered',
      reason: 'Stream could not be reached',
    })
    expect(stream.calls).toEqual([])
  })

  it.each([
    ['7', 7],
    ['0', 0],
    ['86400', 86_400],
    ['123456', undefined],
    ['1.5', undefined],
    ['-1', undefined],
    ['', undefined],
    ['7 s', undefined],
    ['Fri, 27 Nov 2026 00:00:00 GMT', undefined],
  ])('reads Retry-After: %s as %s', async (value, pause) => {
    const { call } = await clientOf({ status: 503, headers: { 'retry-after': value } })
    expect(await call()).toEqual({ kind: 'unanswered', reason: 'Stream responded with 503', pause })
  })

  it.each<[number, number | undefined, string, object]>([
    [400, 4, 'bad input', {}],
    [401, 43, 'signature is not valid', {}],
    [403, undefined, 'no', {}],
    [404, 16, 'the user john does not exist', { missing: 'the user john does not exist' }],
    [404, 16, 'not found', { missing: 'not found' }],
    [404, 4, 'the user john does not exist', {}],
    [400, 16, 'the user john does not exist', {}],
    [404, 16, 'User john was deactivated', {}],
    [404, 16, 'User john was Deactivated', {}],
    [400, 4, 'user is already deactivated', { active: false }],
    [400, 4, 'User is Not Activated', { active: false }],
    [400, 4, 'user john is not deactivated', { active: true }],
    [400, 4, 'user is already activated', { active: true }],
    [400, 4, 'already deactivatedness', {}],
  ])('reads the refusal %d (code %s) "%s"', async (status, code, message, facts) => {
    const { call } = await clientOf({ status, message, ...(code !== undefined && { code }) })
    expect(await call()).toEqual({
      kind: 'refused',
      status,
      code,
      missing: undefined,
      active: undefined,
      ...facts,
    })
  })

  it('follows no redirect, which could send the token elsewhere', async () => {
    const { stream, call } = await clientOf({ status: 307, headers: { location: '/' } })
    expect(await call()).toMatchObject({ kind: 'refused', status: 307 })
    expect(stream.calls).toHaveLength(1)
  })

  it.each([
    ['no body', ''],
    ['a body that is not JSON', '<html>'],
    ['JSON of another shape', '["already activated"]'],
    ['members of other types', '{"code":"16","message":5}'],
  ])('reads a refusal with %s', async (_name, body) => {
    const { url } = await serve((request, response) => {
      request.resume()
      response.writeHead(404).end(body)
    })
    const call = createStreamApi(
      { baseUrl: url, timeout: 5 },
      () => 'key',
      async () => 'token',
    )
    expect(await call('POST', '/', {})).toEqual({
      kind: 'refused',
      status: 404,
      code: undefined,
      missing: undefined,
      active: undefined,
    })
  })
})

describe('streamApi.baseUrl', () => {
  it.each([
    'http://stream.example',
    'http://10.0.0.1:3030',
    'http://localhost.example',
    'http://127.0.0.1.example',
    'http://[::2]',
  ])('D15: %s is refused, because the server token would go out in clear', async baseUrl => {
    const create = () => createTokenProvider({ apiKey: 'key', apiSecret: SECRET, streamApi: { baseUrl } })
    const { reason, message } = await refusal(create)
    expect([reason, message]).toEqual(['config_invalid', expect.stringContaining('https')])
  })

  it.each([
    'https://stream.example',
    'http://localhost:3030',
    'http://a.localhost',
    'http://127.0.0.1:3030',
    'http://[::1]:3030/',
  ])('D15: %s is accepted', baseUrl => {
    expect(fixedProvider({ streamApi: { baseUrl } })).toHaveProperty('apiKey', 'key')
  })
})

describe('a call to Stream’s API', () => {
  async function setUp() {
    const stream = await startStream()
    onTestFinished(stream.close)
    const provider = fixedProvider({
      apiKey: 'key&1',
      revocations: memoryRevocationStore(),
      streamApi: { baseUrl: `${stream.url}/` },
    })
    return { stream, provider }
  }

  it('matches the call of Stream’s SDK for a user', async () => {
    const { stream, provider } = await setUp()
    await provider.revokeUserToken('john', BEFORE)
    const [call] = stream.calls
    expect([call?.method, call?.path, call?.apiKey, call?.body]).toEqual([
      'PATCH',
      '/users',
      'key&1',
      { users: [{ id: 'john', set: { revoke_tokens_issued_before: BEFORE } }] },
    ])
    expect(call?.headers).toMatchObject({
      authorization: await provider.createServerToken(),
      'stream-auth-type': 'jwt',
      'content-type': 'application/json',
    })
  })

  it('matches the call of Stream’s SDK for the app, and for an undo', async () => {
    const { stream, provider } = await setUp()
    await provider.revokeTokens(BEFORE)
    await provider.revokeTokens(null)
    expect(stream.calls.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['PATCH', '/app', { revoke_tokens_issued_before: BEFORE }],
      ['PATCH', '/app', { revoke_tokens_issued_before: null }],
    ])
  })

  it('sends Stream also an undo where nothing was revoked here', async () => {
    const { stream, provider } = await setUp()
    expect(await provider.revokeUserToken('john', null)).toMatchObject({
      before: null,
      users: [{ propagated: true }],
    })
    expect(stream.calls.map(({ body }) => body)).toEqual([
      { users: [{ id: 'john', set: { revoke_tokens_issued_before: null } }] },
    ])
  })

  it('is not made if streamApi is false', async () => {
    const provider = fixedProvider({ revocations: memoryRevocationStore(), streamApi: false })
    expect(await provider.revokeUserToken('john', BEFORE)).toHaveProperty('users.0.propagated', 'off')
    expect(await provider.blockUser('john', { deactivate: true })).toHaveProperty('propagated', 'off')
  })
})

describe('in fake time', () => {
  function setUp(fateOf?: (index: number) => Fate | undefined) {
    const stream = fakeStream((_call, index) => fateOf?.(index))
    const events: TokenProviderEvent[] = []
    const provider = fixedProvider({
      revocations: memoryRevocationStore(),
      streamApi: stream.streamApi,
      onEvent: event => events.push(event),
    })
    /** The outcome of a revocation of one user, from the result or from the error. */
    const outcome = async () => {
      const revoking = provider
        .revokeUserToken('john', BEFORE)
        .catch((error: TokenProviderError) => error.result)
      await advance(1.75)
      const result = await revoking
      return result !== undefined && 'users' in result ? result.users?.[0] : undefined
    }
    return { stream, events, provider, outcome }
  }

  beforeEach(() => {
    fakeTime(NOW)
    vi.spyOn(Math, 'random').mockReturnValue(0)
  })
  afterEach(() => {
    // In this order: the reverse order would restore the fake timers.
    vi.restoreAllMocks()
    vi.useRealTimers()
  })

  it('is signed with the newest secret at the time of each attempt', async () => {
    const { stream, provider } = setUp(index => (index === 0 ? { status: 503 } : undefined))
    const old = await provider.createServerToken()
    const revoking = provider.revokeUserToken('john', BEFORE)
    await rest()
    provider.rotateSecrets(['n'.repeat(32), SECRET])
    await advance(0.25)
    await revoking
    expect(stream.calls.map(({ authorization }) => authorization)).toEqual([
      old,
      await provider.createServerToken(),
    ])
  })

  it.each<[string, Fate, string]>([
    ['has an internal error', { status: 500 }, 'Stream responded with 500'],
    ['limits the rate', { status: 429 }, 'Stream responded with 429'],
    ['closes the connection', { reset: true }, 'Stream could not be reached'],
  ])(
    'when Stream %s, makes the call four times before it notifies the command',
    async (_name, fate, reason) => {
      const { stream, events, outcome } = setUp(() => fate)
      expect(await outcome()).toEqual({ userId: 'john', stored: true, propagated: false, reason })
      expect(stream.calls).toHaveLength(4)
      expect(events.map(({ type }) => type)).toEqual(['revoked', 'not_propagated'])
    },
  )

  it('when the third attempt succeeds, reports no failure', async () => {
    const { stream, events, outcome } = setUp(index => [{ status: 500 }, { reset: true }][index])
    expect(await outcome()).toEqual({ userId: 'john', stored: true, propagated: true })
    expect([stream.calls.length, events.map(({ type }) => type)]).toEqual([3, ['revoked', 'propagated']])
  })

  it.each([
    ['7', 7],
    ['3600', 30],
  ])('with Retry-After: %s, pauses for %d s', async (retryAfter, pause) => {
    const limited = { status: 429, headers: { 'retry-after': retryAfter } }
    const { stream, provider } = setUp(index => (index === 0 ? limited : undefined))
    const revoking = provider.revokeUserToken('john', BEFORE)
    await advance(pause - 0.001)
    expect(stream.calls).toHaveLength(1)
    await advance(0.002)
    expect(await revoking).toMatchObject({ users: [{ propagated: true }] })
    expect(stream.calls).toHaveLength(2)
  })

  it.each<[string, Fate, object]>([
    [
      'does not know the user',
      { status: 404, code: 16, message: 'the user john does not exist' },
      { propagated: true },
    ],
    [
      'D10: does not know the path',
      { status: 404, code: 16, message: 'not found' },
      { propagated: false, reason: 'Stream refused with 404 (code 16)' },
    ],
    [
      'has deactivated the user',
      { status: 404, code: 16, message: 'User john was deactivated' },
      { propagated: false, reason: 'Stream refused with 404 (code 16)' },
    ],
    ['refuses', { status: 400, code: 4 }, { propagated: false, reason: 'Stream refused with 400 (code 4)' }],
    [
      'refuses the credentials',
      { status: 401, code: 43 },
      { propagated: false, reason: 'Stream refused with 401 (code 43)' },
    ],
  ])('when Stream %s, notifies the command after the first call', async (_name, fate, expected) => {
    const { stream, provider } = setUp(() => fate)
    const revoking = provider.revokeUserToken('john', BEFORE)
    const result = await revoking.catch((error: TokenProviderError) => error.result)
    expect(result).toMatchObject({ users: [{ userId: 'john', stored: true, ...expected }] })
    expect(stream.calls).toHaveLength(1)
  })

  it('names the 60 seconds if Stream refuses the date for the app', async () => {
    const { provider } = setUp(() => ({ status: 400, code: 4 }))
    const error = await refusal(provider.revokeTokens(new Date(NOW * 1000)))
    expect([error.reason, error.status, error.result]).toEqual([
      'stream_api_failed',
      502,
      {
        before: new Date(NOW * 1000 + 200).toISOString(),
        app: { stored: true, propagated: false, reason: expect.stringContaining('60 seconds') },
      },
    ])
  })

  it.each<[Fate | undefined, object]>([
    [undefined, { type: 'propagated', at: NOW, userId: 'john' }],
    [{ status: 400 }, { type: 'not_propagated', at: NOW, userId: 'john', reason: 'Stream refused with 400' }],
  ])('with { wait: false }, reports by event that Stream responded with %j', async (fate, event) => {
    const { events, provider } = setUp(() => fate)
    const result = await provider.revokeUserToken('john', BEFORE, { wait: false })
    expect(result.users).toEqual([
      { userId: 'john', stored: true, propagated: false, reason: 'The call did not wait for Stream' },
    ])
    await rest()
    expect(events).toEqual([{ type: 'revoked', at: NOW, userId: 'john', before: BEFORE }, event])
  })

  it.each<[string, Fate]>([
    [
      'a refusal that quotes the request',
      { status: 400, code: 4, message: `${SECRET} signature is not valid` },
    ],
    ['an internal error', { status: 500, message: SECRET }],
    ['a closed connection', { reset: true }],
  ])('a reported failure contains no secret, no token and no text from Stream: %s', async (_name, fate) => {
    const { events, provider, stream } = setUp(() => fate)
    const failing = refusal(provider.revokeUserToken('john', BEFORE))
    await advance(2)
    const error = await failing
    const token = stream.calls[0]?.authorization ?? 'none'
    const printed = JSON.stringify([
      error,
      error.message,
      error.stack,
      error.result,
      events,
      Object.entries(error),
    ])
    for (const part of [SECRET, token, token.split('.')[2] ?? 'none', 'signature is not'])
      expect(printed).not.toContain(part)
  })

  it('D10: deactivating a user whom Stream does not know is not propagated', async () => {
    const { provider } = setUp(() => ({
      status: 404,
      code: 16,
      message: 'the user ghost does not exist',
    }))
    const { reason, result } = await refusal(provider.blockUser('ghost', { deactivate: true }))
    expect([reason, result]).toEqual([
      'stream_api_failed',
      {
        userId: 'ghost',
        blockedUntil: 'forever',
        stored: true,
        propagated: false,
        reason: 'Stream refused with 404 (code 16)',
      },
    ])
    expect(await reasonOf(provider.createToken('ghost'))).toBe('user_blocked')
  })
})

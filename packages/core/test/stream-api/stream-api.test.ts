import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { TokenProviderError } from '../../src/errors/errors.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { memoryRevocationStore } from '../../src/index.js'
import { refusal } from '../fixture/caught.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { type StreamResult, startStream } from '../fixture/stream-server.js'

const BEFORE = '2020-01-02T03:04:05.000Z'

async function setUp(answer?: (index: number) => StreamResult, timeout = 5) {
  const stream = await startStream(answer && ((_call, index) => answer(index)))
  onTestFinished(stream.close)
  const events: TokenProviderEvent[] = []
  const provider = fixedProvider({
    apiKey: 'key&1',
    revocations: memoryRevocationStore(),
    streamApi: { baseUrl: `${stream.url}/`, timeout },
    onEvent: event => events.push(event),
  })
  return { stream, events, provider }
}

/** What became of a revocation of one user: the result, also where it rejects with one. */
async function outcome(provider: Awaited<ReturnType<typeof setUp>>['provider']) {
  const result = await settled(
    provider.revokeUserToken('john', BEFORE).catch((error: TokenProviderError) => error.result),
  )
  return result !== undefined && 'users' in result ? result.users?.[0] : undefined
}

beforeEach(() => fakeTime(NOW))
afterEach(() => {
  // In this order: the other way round would bring the fake timers back.
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('a call of Stream’s API', () => {
  it('is what Stream’s own SDK sends for a user', async () => {
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

  it('is what Stream’s own SDK sends for the app, and for an undo', async () => {
    const { stream, provider } = await setUp()
    await provider.revokeTokens(BEFORE)
    await provider.revokeTokens(null)
    expect(stream.calls.map(({ method, path, body }) => [method, path, body])).toEqual([
      ['PATCH', '/app', { revoke_tokens_issued_before: BEFORE }],
      ['PATCH', '/app', { revoke_tokens_issued_before: null }],
    ])
  })

  it('is not made where streamApi is false', async () => {
    const provider = fixedProvider({ revocations: memoryRevocationStore(), streamApi: false })
    expect(await provider.revokeUserToken('john', BEFORE)).toHaveProperty('users.0.propagated', 'off')
    expect(await provider.blockUser('john', { deactivate: true })).toHaveProperty('propagated', 'off')
  })

  it('is signed with the newest secret of the moment of the try', async () => {
    const { stream, provider } = await setUp(index => (index === 0 ? { status: 503 } : undefined))
    const old = await provider.createServerToken()
    const revoking = provider.revokeUserToken('john', BEFORE)
    await stream.received(1)
    provider.rotateSecrets(['n'.repeat(32), SECRET])
    await settled(revoking)
    expect(stream.calls.map(({ headers }) => headers.authorization)).toEqual([
      old,
      await provider.createServerToken(),
    ])
  })
})

describe('where Stream', () => {
  it.each<[string, StreamResult, string]>([
    ['has a fault', { status: 500 }, 'Stream answered 500'],
    ['is overloaded', { status: 503 }, 'Stream answered 503'],
    ['limits the rate', { status: 429 }, 'Stream answered 429'],
    ['breaks the connection', 'reset', 'Stream was not reached'],
  ])('%s, the call is made four times, and then told as not passed on', async (_name, answer, reason) => {
    const { stream, provider } = await setUp(() => answer)
    expect(await outcome(provider)).toEqual({ userId: 'john', stored: true, propagated: false, reason })
    expect(stream.calls).toHaveLength(4)
  })

  it('hangs, the call is given up at the timeout', async () => {
    const { provider } = await setUp(() => 'hang', 0.05)
    expect(await outcome(provider)).toMatchObject({ propagated: false, reason: 'Stream took over 0.05 s' })
  })

  it('works at the third try, nothing is told of the first two', async () => {
    const { stream, provider, events } = await setUp(index => [{ status: 500 }, 'reset' as const][index])
    expect(await outcome(provider)).toEqual({ userId: 'john', stored: true, propagated: true })
    expect([stream.calls.length, events.map(({ type }) => type)]).toEqual([3, ['revoked', 'propagated']])
  })

  it.each([
    ['7', 7000],
    ['0', 0],
    ['3600', 30_000],
  ])('asks for a pause of %s s, it gets one of %d ms', async (retryAfter, pause) => {
    const limited = { status: 429, headers: { 'retry-after': retryAfter } }
    const { stream, provider } = await setUp(index => (index === 0 ? limited : undefined))
    const waits = vi.spyOn(globalThis, 'setTimeout')
    await settled(provider.revokeUserToken('john', BEFORE))
    expect(waits.mock.calls.map(([, milliseconds]) => milliseconds)).toContain(pause)
    expect(stream.calls).toHaveLength(2)
  })

  it.each<[string, StreamResult, unknown]>([
    ['does not know the user', { status: 404, code: 16, message: 'user not found' }, { propagated: true }],
    [
      'has deactivated the user',
      { status: 404, code: 16, message: 'User john was deactivated' },
      { propagated: false, reason: 'Stream refused with 404 (code 16)' },
    ],
    ['refuses', { status: 400, code: 4 }, { propagated: false, reason: 'Stream refused with 400 (code 4)' }],
    [
      'is elsewhere',
      { status: 307, headers: { location: '/' } },
      { propagated: false, reason: 'Stream refused with 307' },
    ],
    [
      'refuses us',
      { status: 401, code: 43 },
      { propagated: false, reason: 'Stream refused with 401 (code 43)' },
    ],
  ])('%s, the first answer counts', async (_name, answer, told) => {
    const { stream, provider } = await setUp(() => answer)
    expect(await outcome(provider)).toMatchObject({ userId: 'john', stored: true, ...(told as object) })
    expect(stream.calls).toHaveLength(1)
  })

  it('refuses the date of the app, the reason names the 60 seconds', async () => {
    const { provider } = await setUp(() => ({ status: 400, code: 4 }))
    const error = await refusal(provider.revokeTokens(new Date(NOW * 1000)))
    expect([error.reason, error.status, error.result]).toEqual([
      'stream_api_failed',
      502,
      {
        before: new Date((NOW + 1) * 1000).toISOString(),
        app: { stored: true, propagated: false, reason: expect.stringContaining('60 seconds') },
      },
    ])
  })
})

describe('revokeUserToken with { wait: false }', () => {
  it.each([
    [undefined, { type: 'propagated', at: NOW, userId: 'john' }],
    [{ status: 400 }, { type: 'not_propagated', at: NOW, userId: 'john', reason: 'Stream refused with 400' }],
  ])('resolves once stored, and tells by event that Stream answered %j', async (answer, event) => {
    const { events, provider } = await setUp(() => answer)
    const result = await provider.revokeUserToken('john', BEFORE, { wait: false })
    expect(result.users).toEqual([
      { userId: 'john', stored: true, propagated: false, reason: 'Not waited for' },
    ])
    expect(events.map(({ type }) => type)).toEqual(['revoked'])
    await settled(provider.close())
    await rest()
    expect(events.at(-1)).toEqual(event)
  })
})

describe('what is told of a failure', () => {
  it.each<[string, StreamResult]>([
    [
      'a refusal that quotes what it was sent',
      { status: 400, code: 4, message: `${SECRET} signature is not valid` },
    ],
    ['a fault', { status: 500, message: SECRET }],
    ['a break', 'reset'],
  ])('holds no secret, no token and no word of Stream’s: %s', async (_name, answer) => {
    const { events, provider, stream } = await setUp(() => answer)
    const error = await settled(refusal(provider.revokeUserToken('john', BEFORE)))
    const token = stream.calls[0]?.headers.authorization ?? 'none'
    const told = JSON.stringify([
      error,
      error.message,
      error.stack,
      error.result,
      events,
      Object.entries(error),
    ])
    for (const part of [SECRET, token, token.split('.')[2] ?? 'none', 'signature is not'])
      expect(told).not.toContain(part)
  })
})

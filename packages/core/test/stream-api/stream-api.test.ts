import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { TokenProviderError } from '../../src/errors/errors.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { memoryRevocationStore } from '../../src/index.js'
import { refusal } from '../fixture/caught.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { type StreamResult, startStream } from '../fixture/stream-server.js'

const BEFORE = '2020-01-02T03:04:05.000Z'

async function setUp(respond?: (index: number) => StreamResult, timeout = 5) {
  const stream = await startStream(respond && ((_call, index) => respond(index)))
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

/** The outcome of a revocation of one user, from the result or from the error. */
async function outcome(provider: Awaited<ReturnType<typeof setUp>>['provider']) {
  const result = await settled(
    provider.revokeUserToken('john', BEFORE).catch((error: TokenProviderError) => error.result),
  )
  return result !== undefined && 'users' in result ? result.users?.[0] : undefined
}

beforeEach(() => fakeTime(NOW))
afterEach(() => {
  // In this order: the reverse order would restore the fake timers.
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('a call to Stream’s API', () => {
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

  it('is not made if streamApi is false', async () => {
    const provider = fixedProvider({ revocations: memoryRevocationStore(), streamApi: false })
    expect(await provider.revokeUserToken('john', BEFORE)).toHaveProperty('users.0.propagated', 'off')
    expect(await provider.blockUser('john', { deactivate: true })).toHaveProperty('propagated', 'off')
  })

  it('is signed with the newest secret at the time of each attempt', async () => {
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

describe('when Stream', () => {
  it.each<[string, StreamResult, string]>([
    ['has an internal error', { status: 500 }, 'Stream responded with 500'],
    ['is overloaded', { status: 503 }, 'Stream responded with 503'],
    ['limits the rate', { status: 429 }, 'Stream responded with 429'],
    ['closes the connection', 'reset', 'Stream could not be reached'],
  ])('%s, makes the call four times, then reports it as not propagated', async (_name, response, reason) => {
    const { stream, provider } = await setUp(() => response)
    expect(await outcome(provider)).toEqual({ userId: 'john', stored: true, propagated: false, reason })
    expect(stream.calls).toHaveLength(4)
  })

  it('hangs, gives up at the timeout', async () => {
    const { provider } = await setUp(() => 'hang', 0.05)
    expect(await outcome(provider)).toMatchObject({
      propagated: false,
      reason: 'Stream took longer than 0.05 s',
    })
  })

  it('succeeds at the third attempt, reports no failure', async () => {
    const { stream, provider, events } = await setUp(index => [{ status: 500 }, 'reset' as const][index])
    expect(await outcome(provider)).toEqual({ userId: 'john', stored: true, propagated: true })
    expect([stream.calls.length, events.map(({ type }) => type)]).toEqual([3, ['revoked', 'propagated']])
  })

  it.each([
    ['7', 7000],
    ['0', 0],
    ['3600', 30_000],
  ])('sends Retry-After: %s, pauses for %d ms', async (retryAfter, pause) => {
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
      'redirects',
      { status: 307, headers: { location: '/' } },
      { propagated: false, reason: 'Stream refused with 307' },
    ],
    [
      'refuses the credentials',
      { status: 401, code: 43 },
      { propagated: false, reason: 'Stream refused with 401 (code 43)' },
    ],
  ])('%s, does not retry', async (_name, response, expected) => {
    const { stream, provider } = await setUp(() => response)
    expect(await outcome(provider)).toMatchObject({ userId: 'john', stored: true, ...(expected as object) })
    expect(stream.calls).toHaveLength(1)
  })

  it('refuses the date for the app, names the 60 seconds in the reason', async () => {
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
  ])('resolves once stored, and reports by event that Stream responded with %j', async (response, event) => {
    const { events, provider } = await setUp(() => response)
    const result = await provider.revokeUserToken('john', BEFORE, { wait: false })
    expect(result.users).toEqual([
      { userId: 'john', stored: true, propagated: false, reason: 'The call did not wait for Stream' },
    ])
    expect(events.map(({ type }) => type)).toEqual(['revoked'])
    await settled(provider.close())
    await rest()
    expect(events.at(-1)).toEqual(event)
  })
})

describe('a reported failure', () => {
  it.each<[string, StreamResult]>([
    [
      'a refusal that quotes the request',
      { status: 400, code: 4, message: `${SECRET} signature is not valid` },
    ],
    ['an internal error', { status: 500, message: SECRET }],
    ['a closed connection', 'reset'],
  ])('contains no secret, no token and no text from Stream: %s', async (_name, response) => {
    const { events, provider, stream } = await setUp(() => response)
    const error = await settled(refusal(provider.revokeUserToken('john', BEFORE)))
    const token = stream.calls[0]?.headers.authorization ?? 'none'
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
})

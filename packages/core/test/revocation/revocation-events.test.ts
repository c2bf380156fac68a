import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { memoryRevocationStore } from '../../src/index.js'
import type { TokenProvider } from '../../src/provider/token-provider.js'
import { createMemoryStore } from '../../src/revocation/memory-store.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { fakeStream } from '../fixture/fake-stream.js'
import { advance, fakeTime, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { readingStore, replaceableStore } from '../fixture/store-doubles.js'

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()
const fails = () => Promise.reject(new Error('down'))

/** The events that a provider emits while `act` uses it, whether `act` succeeds or not. */
async function eventsOf(act: (provider: TokenProvider) => unknown, options: TokenProviderOptions = {}) {
  const events: TokenProviderEvent[] = []
  const provider = fixedProvider({
    revocations: memoryRevocationStore(),
    streamApi: false,
    onEvent: event => events.push(event),
    ...options,
  })
  await settled(Promise.resolve(act(provider)).catch(() => {}))
  const emitted = [...events]
  await settled(provider.close())
  return emitted
}

const movingClock = { clock: () => Date.now() }

const streamWithStatus = (status: number): TokenProviderOptions => ({
  streamApi: fakeStream(() => ({ status })).streamApi,
})

const requestToken = (provider: TokenProvider, verifyUser: () => unknown) =>
  provider
    .endpoint(verifyUser as () => string)
    .fetch(new Request('https://app.example/stream/token', { method: 'POST' }))

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('revocation events', () => {
  it.each<[string, (provider: TokenProvider) => unknown, object[]]>([
    [
      'revoke a user',
      provider => provider.revokeUserToken('john'),
      [{ type: 'revoked', at: NOW, userId: 'john', before: iso(NOW + 0.2) }],
    ],
    [
      'revoke several users',
      provider => provider.revokeUsersToken(['a', 'b'], iso(NOW - 60)),
      ['a', 'b'].map(userId => ({ type: 'revoked', at: NOW, userId, before: iso(NOW - 60) })),
    ],
    [
      'revoke the app',
      provider => provider.revokeTokens(iso(NOW - 60)),
      [{ type: 'revoked', at: NOW, before: iso(NOW - 60) }],
    ],
    [
      'undo for a user',
      provider => provider.revokeUserToken('john', null),
      [{ type: 'revoked', at: NOW, userId: 'john', before: null }],
    ],
    [
      'undo for the app',
      provider => provider.revokeTokens(null),
      [{ type: 'revoked', at: NOW, before: null }],
    ],
    [
      'block a user',
      provider => provider.blockUser('john'),
      [{ type: 'blocked', at: NOW, userId: 'john', until: 'forever' }],
    ],
    [
      'block a user until a date',
      provider => provider.blockUser('john', { until: iso(NOW + 60) }),
      [{ type: 'blocked', at: NOW, userId: 'john', until: iso(NOW + 60) }],
    ],
    [
      'unblock a user',
      provider => provider.unblockUser('john'),
      [{ type: 'unblocked', at: NOW, userId: 'john' }],
    ],
    ['a refused date', provider => provider.revokeUserToken('john', 'yesterday'), []],
  ])('match the command: %s', async (_name, act, events) => {
    expect(await eventsOf(act)).toEqual(events)
  })

  it.each<[number, (provider: TokenProvider) => unknown, object[]]>([
    [
      200,
      provider => provider.revokeUserToken('john', iso(0)),
      [{ type: 'propagated', at: NOW, userId: 'john' }],
    ],
    [200, provider => provider.revokeTokens(iso(0)), [{ type: 'propagated', at: NOW }]],
    [
      400,
      provider => provider.revokeUserToken('john', iso(0)),
      [{ type: 'not_propagated', at: NOW, userId: 'john', reason: 'Stream refused with 400' }],
    ],
    [
      500,
      provider => provider.blockUser('john', { deactivate: true }),
      [{ type: 'not_propagated', at: NOW, userId: 'john', reason: 'Stream responded with 500' }],
    ],
  ])('report the outcome of a response of %d from Stream', async (status, act, events) => {
    const [first, ...others] = await eventsOf(act, streamWithStatus(status))
    expect(['revoked', 'blocked']).toContain(first?.type)
    expect(others.map(event => ({ ...event, at: NOW }))).toEqual(events)
  })

  it('hold the cause of a failed write, but never print it', async () => {
    const revocations = Object.assign(replaceableStore(), { write: fails })
    const [event, ...more] = await eventsOf(provider => provider.revokeUserToken('john'), { revocations })
    expect([event, more]).toEqual([{ type: 'not_stored', at: NOW, userId: 'john' }, []])
    expect([Reflect.get(event ?? {}, 'cause'), JSON.stringify(event).includes('down')]).toEqual([
      new Error('down'),
      false,
    ])
  })
})

describe('late propagation', () => {
  it('is an event of its own, hours after the command has failed', async () => {
    let up = false
    const events: TokenProviderEvent[] = []
    const { streamApi } = fakeStream(() => ({ status: up ? 200 : 503 }))
    const provider = fixedProvider({
      revocations: memoryRevocationStore(),
      streamApi,
      onEvent: event => events.push(event),
    })
    const failing = provider.revokeUserToken('john', iso(0)).catch(() => {})
    await advance(4 * 3600)
    await failing
    up = true
    await advance(60)
    expect(events.map(({ type }) => type)).toEqual(['revoked', 'not_propagated', 'propagated'])
    await provider.close()
    expect(events).toHaveLength(3)
  })

  it('is given up when the provider is closed, with an event', async () => {
    const events: TokenProviderEvent[] = []
    const { streamApi } = fakeStream(() => ({ status: 503 }))
    const provider = fixedProvider({
      revocations: memoryRevocationStore(),
      streamApi,
      onEvent: event => events.push(event),
    })
    const failing = provider.revokeTokens(iso(0)).catch(() => {})
    await advance(60)
    await failing
    await provider.close()
    expect(events.at(-1)).toEqual({ type: 'not_propagated', at: NOW, reason: 'The provider was closed' })
  })
})

describe('store events', () => {
  it('report a store that cannot be read', async () => {
    const revocations = readingStore(fails)
    const [event, ...more] = await eventsOf(provider => provider.ready(), { revocations })
    expect([event, Reflect.get(event ?? {}, 'cause'), more]).toEqual([
      { type: 'store_unknown', at: NOW },
      new Error('down'),
      [],
    ])
  })

  it('report a full store', async () => {
    const act = (provider: TokenProvider) => provider.revokeUsersToken(['a', 'b', 'c'], iso(NOW - 60))
    const events = await eventsOf(act, { revocations: createMemoryStore(2) })
    expect(events[0]).toEqual({ type: 'store_folded', at: NOW, users: 3 })
  })
})

describe('token events', () => {
  it('identify a minted token by the start of its hash', async () => {
    let token = ''
    const [event] = await eventsOf(async provider => {
      token = await provider.createToken('john', { expiresIn: 60 })
    })
    const tokenId = createHash('sha256').update(token).digest('hex').slice(0, 16)
    expect(event).toEqual({ type: 'issued', at: NOW, userId: 'john', expiresAt: NOW + 60, tokenId })
  })

  it.each<[string, () => unknown, object[]]>([
    [
      'a user who is not signed in',
      () => null,
      [{ type: 'refused', at: NOW, reason: 'unauthenticated', message: 'Sign in first.' }],
    ],
    [
      'a lifetime that is too long',
      () => ({ id: 'john', expiresIn: 1_000_000 }),
      [
        { type: 'lifetime_shortened', at: NOW, userId: 'john', expiresIn: 86_400 },
        expect.objectContaining({ type: 'issued', userId: 'john', expiresAt: NOW + 86_400 }),
      ],
    ],
    [
      'an invalid identity',
      () => 'marker of a user',
      [expect.objectContaining({ type: 'refused', reason: 'identity_invalid' })],
    ],
    [
      'a failed check',
      () => {
        throw new Error('marker')
      },
      [expect.objectContaining({ type: 'refused', reason: 'verify_user_failed' })],
    ],
  ])('report %s', async (_name, verifyUser, expected) => {
    const events = await eventsOf(provider => requestToken(provider, verifyUser))
    expect(events).toEqual(expected)
    expect(JSON.stringify(events)).not.toContain('marker')
  })
})

describe('onEvent', () => {
  it('receives no secret, and no payload or signature of a token', async () => {
    const tokens: string[] = []
    const events = await eventsOf(async provider => {
      tokens.push(await provider.createToken('john'), await provider.createServerToken())
      await provider.revokeUserToken('john')
      await requestToken(provider, () => 'john')
      await provider.blockUser('john')
      await requestToken(provider, () => 'john')
      for (const token of tokens) await provider.verifyToken(token).catch(() => {})
    }, movingClock)
    expect(events.map(({ type }) => type)).toEqual(['issued', 'revoked', 'issued', 'blocked', 'refused'])
    const printed = JSON.stringify(events)
    for (const part of [SECRET, ...tokens.flatMap(token => token.split('.').slice(1))])
      expect(printed).not.toContain(part)
  })
})

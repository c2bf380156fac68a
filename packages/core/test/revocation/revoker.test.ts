import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Revocation, RevocationStore } from '../../src/cutoffs/store.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { memoryRevocationStore } from '../../src/index.js'
import { dateOf } from '../../src/revocation/revoker.js'
import { reasonOf } from '../fixture/caught.js'
import { fakeStream } from '../fixture/fake-stream.js'
import { advance, fakeTime } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { pair } from '../fixture/store-doubles.js'

const iso = (seconds: number): string => new Date(Math.round(seconds * 1000)).toISOString()

/** A provider whose writes take as many seconds as the list says; later ones take no time. */
function setUp(...writes: readonly number[]) {
  const inner = memoryRevocationStore()
  const written: (readonly Revocation[])[] = []
  const revocations: RevocationStore = {
    read: userId => inner.read(userId),
    async write(changes) {
      const pause = writes[written.push(changes) - 1] ?? 0
      if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause * 1000))
      return inner.write(changes)
    },
  }
  const events: TokenProviderEvent[] = []
  const provider = fixedProvider({
    revocations,
    streamApi: false,
    backdate: 0,
    clock: () => Date.now(),
    authorizeRevocation: () => true,
    onEvent: event => events.push(event),
  })
  const cutoffs = () => written.map(changes => changes.map(({ cutoff }) => cutoff))
  return { inner, provider, written, cutoffs, events }
}

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('a revocation as of now', () => {
  it.each([0, 0.1, 0.199])('whose write takes %d s is stored once', async pause => {
    const { provider, cutoffs } = setUp(pause)
    const revoking = provider.revokeUserToken('john')
    await advance(pause)
    expect(await revoking).toHaveProperty('before', iso(NOW + 0.2))
    expect(cutoffs()).toEqual([[pair(NOW + 0.2)]])
  })

  it.each([0.2, 1, 4.9])('whose write takes %d s is stored again before it resolves', async pause => {
    const { provider, cutoffs, events } = setUp(pause)
    const revoking = provider.revokeUserToken('john')
    await advance(pause)
    const { before } = await revoking
    const again = Math.round((NOW + pause + 0.2) * 1000) / 1000
    expect([before, cutoffs()]).toEqual([iso(again), [[pair(NOW + 0.2)], [pair(again, 3)]]])
    expect(events).toMatchObject([{ type: 'revoked', userId: 'john', before: iso(again) }])
  })

  it('revokes the tokens that another instance minted while it was being stored', async () => {
    const { inner, provider } = setUp(3)
    const other = fixedProvider({
      revocations: inner,
      streamApi: false,
      backdate: 0,
      clock: () => Date.now(),
    })
    const revoking = provider.revokeUserToken('john')
    await advance(2.5)
    const token = await other.createToken('john')
    await advance(0.5)
    await revoking
    expect(await reasonOf(other.verifyToken(token))).toBe('token_revoked')
  })

  it('is stored again for the app and for several users, but not with the block', async () => {
    const { provider, written } = setUp(1, 0, 1, 0, 1)
    const app = provider.revokeTokens(new Date(NOW * 1000))
    await advance(1)
    expect(await app).toHaveProperty('before', iso(NOW + 1.2))
    const several = provider.revokeUsersToken(['a', 'b'])
    await advance(1)
    expect(await several).toHaveProperty('before', iso(NOW + 2.2))
    const { fetch } = provider.endpoint(() => 'john')
    const reply = fetch(
      new Request('https://app.example/stream/revocations', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ userIds: ['c'], before: iso(NOW + 2), block: true }),
      }),
    )
    await advance(1)
    expect((await reply).status).toBe(200)
    expect(written.map(changes => changes.map(change => Object.keys(change).join()))).toEqual([
      ['app,cutoff'],
      ['app,cutoff'],
      ['userId,cutoff', 'userId,cutoff'],
      ['userId,cutoff', 'userId,cutoff'],
      ['userId,cutoff,block'],
      ['userId,cutoff'],
    ])
  })

  it.each<[string, string | null]>([
    ['a given date', iso(NOW - 60)],
    ['an undo', null],
  ])('is not what %s means: that is stored once, however long it takes', async (_name, before) => {
    const { provider, written } = setUp(4)
    const revoking = provider.revokeUserToken('john', before)
    await advance(4)
    expect([await revoking, written.length]).toMatchObject([{ before }, 1])
  })
})

describe('a command', () => {
  it('is in force here as soon as its method was called', async () => {
    const { provider } = setUp()
    const token = await provider.createToken('john')
    const revoking = provider.revokeUserToken('john')
    const reading = reasonOf(provider.verifyToken(token))
    await revoking
    expect(await reading).toBe('token_revoked')
  })
})

describe('a block', () => {
  it('of users alone is no business of Stream’s', async () => {
    const stream = fakeStream()
    const types: string[] = []
    const provider = fixedProvider({
      revocations: memoryRevocationStore(),
      streamApi: stream.streamApi,
      authorizeRevocation: () => true,
      onEvent: ({ type }) => types.push(type),
    })
    const reply = await provider
      .endpoint(() => 'john')
      .fetch(
        new Request('https://app.example/stream/revocations', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ userIds: ['a', 'b'], block: true }),
        }),
      )
    expect([reply.status, await reply.json()]).toMatchObject([
      200,
      { users: [{ userId: 'a', propagated: 'off' }, { propagated: 'off' }] },
    ])
    expect([types, stream.calls]).toEqual([['blocked', 'blocked'], []])
  })

  it('is stored once, and changes no cutoff', async () => {
    const { provider, written } = setUp(4)
    const blocking = provider.blockUser('john', { until: iso(NOW + 60) })
    await advance(4)
    expect(await blocking).toMatchObject({ blockedUntil: iso(NOW + 60), stored: true, propagated: 'off' })
    expect(written).toEqual([[{ userId: 'john', block: pair(NOW + 60) }]])
  })
})

describe('the result', () => {
  it('has the latest of the users’ cutoffs in force', async () => {
    const { provider } = setUp()
    await provider.revokeUserToken('a', iso(NOW - 10))
    await provider.revokeTokens(iso(NOW - 5))
    expect(await provider.revokeUsersToken(['a', 'b'], iso(NOW - 20))).toHaveProperty('before', iso(NOW - 10))
    expect(await provider.revokeUsersToken(['a', 'b'], null)).toHaveProperty('before', null)
  })
})

describe('dateOf', () => {
  it.each([
    [undefined, null],
    [0, '1970-01-01T00:00:00.000Z'],
    [NOW + 0.2, iso(NOW + 0.2)],
    ['forever' as const, 'forever'],
  ])('of %s is %s', (instant, text) => {
    expect(dateOf(instant)).toBe(text)
  })
})

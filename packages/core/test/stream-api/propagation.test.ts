import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { RevocationStore } from '../../src/cutoffs/store.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { memoryRevocationStore } from '../../src/index.js'
import { createMemoryStore } from '../../src/revocation/memory-store.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { deferred } from '../fixture/store-doubles.js'
import { datesOf, type StreamResult, startStream } from '../fixture/stream-server.js'

const iso = (seconds: number): string => new Date(Math.round(seconds * 1000)).toISOString()
const idsOf = (count: number): string[] => Array.from({ length: count }, (_, at) => `user-${at}`)

/** A provider with its own Stream server, and a clock that the test sets. */
async function setUp(respond?: Parameters<typeof startStream>[0], store?: RevocationStore) {
  const stream = await startStream(respond)
  const events: TokenProviderEvent[] = []
  let at = NOW
  const provider = fixedProvider({
    clock: () => at * 1000,
    revocations: store ?? memoryRevocationStore(),
    streamApi: { baseUrl: stream.url },
    onEvent: event => events.push(event),
  })
  onTestFinished(async () => {
    await settled(provider.close())
    await stream.close()
  })
  return { stream, events, provider, setTime: (seconds: number) => (at = seconds) }
}

/** Waits long enough for a call on loopback to arrive. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await rest()
}

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('propagation', () => {
  it('sends 250 users to Stream in 3 calls', async () => {
    const { stream, provider } = await setUp()
    const result = await settled(provider.revokeUsersToken(idsOf(250), '2020-01-02T03:04:05.678Z'))
    // The calls are concurrent, so their order varies.
    expect(stream.calls.map(({ body }) => Number(body.users?.length)).sort((a, b) => a - b)).toEqual([
      50, 100, 100,
    ])
    expect(Object.assign({}, ...stream.calls.map(datesOf))).toEqual(
      Object.fromEntries(idsOf(250).map(id => [id, '2020-01-02T03:04:05.678Z'])),
    )
    expect(result.users?.map(({ userId, propagated }) => [userId, propagated])).toEqual(
      idsOf(250).map(id => [id, true]),
    )
  })

  it('makes at most 4 concurrent calls for one command', async () => {
    const held = deferred()
    const { stream, provider } = await setUp(() => held.promise.then(() => undefined))
    const revoking = provider.revokeUsersToken(idsOf(1000), '2020-01-02T03:04:05.678Z')
    await stream.received(4)
    await rest()
    expect(stream.calls).toHaveLength(4)
    held.resolve()
    const result = await settled(revoking)
    expect(stream.calls).toHaveLength(10)
    expect(result.users?.filter(({ propagated }) => propagated)).toHaveLength(1000)
  })

  it('sends a user once who is given twice', async () => {
    const { stream, provider } = await setUp()
    await settled(provider.revokeUsersToken(['a', 'a', 'b', 'a'], '2020-01-02T03:04:05Z'))
    expect(stream.calls.map(datesOf)).toEqual([
      { a: '2020-01-02T03:04:05.000Z', b: '2020-01-02T03:04:05.000Z' },
    ])
  })

  it.each([
    ['one bad id', [{ status: 400, code: 4 }]],
    ['one unknown id', [{ status: 404, code: 16, message: "The following users don't exist: c" }]],
  ])('sends the users of a batch one by one after it is refused for %s', async (_name, [refused]) => {
    const bad = (ids: readonly string[]): StreamResult => (ids.includes('c') ? refused : undefined)
    const { stream, provider } = await setUp(call => bad(Object.keys(datesOf(call))))
    const outcome = await settled(
      provider.revokeUsersToken(['a', 'b', 'c'], '2020-01-02T03:04:05Z').catch(error => error.result),
    )
    expect(stream.calls.map(call => Object.keys(datesOf(call)))).toEqual([
      ['a', 'b', 'c'],
      ['a'],
      ['b'],
      ['c'],
    ])
    expect(outcome.users).toEqual([
      { userId: 'a', stored: true, propagated: true },
      { userId: 'b', stored: true, propagated: true },
      refused?.code === 16
        ? { userId: 'c', stored: true, propagated: true }
        : { userId: 'c', stored: true, propagated: false, reason: 'Stream refused with 400 (code 4)' },
    ])
  })

  it('does not send the users one by one if Stream refuses the credentials', async () => {
    const { stream, provider } = await setUp(() => ({ status: 401, code: 5 }))
    await settled(provider.revokeUsersToken(['a', 'b']).catch(() => {}))
    expect(stream.calls).toHaveLength(1)
  })

  it('sends the current time for a future cutoff, and the cutoff once it has passed', async () => {
    const { stream, provider, setTime } = await setUp()
    setTime(NOW + 0.9)
    const { before } = await provider.revokeUserToken('john')
    expect([before, stream.calls.map(datesOf)]).toEqual([iso(NOW + 2), [{ john: iso(NOW + 0.9) }]])
    setTime(NOW + 2.001)
    vi.advanceTimersToNextTimer()
    await stream.received(2)
    expect(stream.calls.map(datesOf)).toEqual([{ john: iso(NOW + 0.9) }, { john: iso(NOW + 2) }])
    await provider.close()
    expect(stream.calls).toHaveLength(2)
  })

  it('does the same for the app', async () => {
    const { stream, provider, setTime } = await setUp()
    await provider.revokeTokens(new Date(NOW * 1000))
    setTime(NOW + 1.001)
    await settled(provider.close())
    expect(stream.calls.map(({ path, body }) => [path, body])).toEqual([
      ['/app', { revoke_tokens_issued_before: iso(NOW) }],
      ['/app', { revoke_tokens_issued_before: iso(NOW + 1) }],
    ])
  })

  it('sends the cutoff even if it passes during a slow first call', async () => {
    const first = deferred<StreamResult>()
    const { stream, provider, setTime } = await setUp((_call, index) =>
      index === 0 ? first.promise : undefined,
    )
    setTime(NOW + 0.9)
    const revoking = provider.revokeUserToken('john')
    await stream.received(1)
    setTime(NOW + 3)
    first.resolve(undefined)
    await revoking
    await settled(provider.close())
    expect(stream.calls.map(datesOf)).toEqual([{ john: iso(NOW + 0.9) }, { john: iso(NOW + 2) }])
  })

  it('stops after three more calls if the clock stands still, and emits not_propagated', async () => {
    const { stream, provider, events } = await setUp()
    await provider.revokeUserToken('john')
    await settled(provider.close())
    expect(stream.calls).toHaveLength(4)
    expect(events.filter(({ type }) => type === 'not_propagated')).toMatchObject([{ userId: 'john' }])
  })

  it('does not wait for a cutoff far in the future, and rejects with the reason', async () => {
    const far = NOW + 30 * 86_400
    const store: RevocationStore = { read: () => ({ user: far }), write: async () => [{ user: far }] }
    const { stream, provider } = await setUp(undefined, store)
    await expect(provider.revokeUserToken('john')).rejects.toMatchObject({
      reason: 'stream_api_failed',
      result: { users: [{ userId: 'john', propagated: false, reason: expect.stringContaining('ahead') }] },
    })
    vi.advanceTimersByTime(60_000)
    await rest()
    expect(stream.calls).toHaveLength(1)
  })

  it('reads the store again after a call, and sends what changed meanwhile', async () => {
    const first = deferred<StreamResult>()
    const { stream, provider } = await setUp((_call, index) => (index === 0 ? first.promise : undefined))
    const one = provider.revokeUserToken('john', '2020-01-01T00:00:00Z')
    await stream.received(1)
    const other = provider.revokeUserToken('john', '2021-01-01T00:00:00Z', { wait: false })
    await other
    // One call per user at a time: concurrent calls could arrive out of order.
    await Promise.race([stream.received(2), turns(50)])
    expect(stream.calls).toHaveLength(1)
    first.resolve(undefined)
    await one
    expect(stream.calls.slice(0, 2).map(datesOf)).toEqual([
      { john: '2020-01-01T00:00:00.000Z' },
      { john: '2021-01-01T00:00:00.000Z' },
    ])
  })

  it('sends null last if an undo comes during a retry', async () => {
    const { stream, provider } = await setUp((_call, index) => (index === 0 ? { status: 503 } : undefined))
    const revoking = provider.revokeUserToken('john', '2020-01-01T00:00:00Z')
    await stream.received(1)
    const undoing = provider.revokeUserToken('john', null)
    await settled(Promise.all([revoking, undoing]))
    expect(stream.calls.map(datesOf)).toEqual([
      { john: '2020-01-01T00:00:00.000Z' },
      { john: null },
      { john: null },
    ])
  })

  it('sends the cutoff last after revoke, undo and revoke within one second', async () => {
    const { stream, provider, setTime } = await setUp()
    const all = [undefined, null, undefined].map(before => provider.revokeUserToken('john', before))
    await Promise.all(all)
    setTime(NOW + 1.5)
    await settled(provider.close())
    expect(stream.calls.map(datesOf).at(-1)).toEqual({ john: iso(NOW + 1) })
  })

  it('never undoes a revocation at Stream because a full memory store folded it', async () => {
    const { stream, provider } = await setUp(undefined, createMemoryStore(3))
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f'])
      await provider.revokeUserToken(id, '2020-01-01T00:00:00Z')
    expect(stream.calls.flatMap(call => Object.values(datesOf(call)))).toEqual(
      Array.from({ length: 6 }, () => '2020-01-01T00:00:00.000Z'),
    )
    await provider.revokeUserToken('a', null)
    expect(stream.calls.slice(-1).map(datesOf)).toEqual([{ a: null }])
  })
})

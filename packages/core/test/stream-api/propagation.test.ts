import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RevocationStore } from '../../src/cutoffs/store.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { memoryRevocationStore } from '../../src/index.js'
import { createMemoryStore } from '../../src/revocation/memory-store.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { type FakeCall, type Fate, fakeStream } from '../fixture/fake-stream.js'
import { advance, fakeTime, rest } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { pair, readingStore } from '../fixture/store-doubles.js'

const iso = (seconds: number): string => new Date(Math.round(seconds * 1000)).toISOString()
const idsOf = (count: number): string[] => Array.from({ length: count }, (_, at) => `user-${at}`)
const [OLD, NEWER] = ['2020-01-01T00:00:00.000Z', '2021-01-01T00:00:00.000Z']

/** A provider with a Stream of its own; both follow the fake time. */
function setUp(
  fateOf?: (call: FakeCall, index: number) => Fate | undefined,
  revocations: RevocationStore = memoryRevocationStore(),
  options: TokenProviderOptions = {},
) {
  const stream = fakeStream(fateOf)
  const start = performance.now() / 1000
  const events: TokenProviderEvent[] = []
  const provider = fixedProvider({
    clock: () => Date.now(),
    revocations,
    streamApi: stream.streamApi,
    onEvent: event => events.push(event),
    ...options,
  })
  const setTo = () => stream.calls.map(({ dates }) => dates)
  const times = () => stream.calls.map(({ at }) => Math.round((at - start) * 1000) / 1000)
  const eventsOf = (type: string) => events.filter(event => event.type === type)
  return { stream, provider, events, eventsOf, setTo, times }
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

describe('users', () => {
  it('go to Stream in calls of 100, four at once', async () => {
    const { stream, provider } = setUp(() => ({ answers: 1 }))
    const revoking = provider.revokeUsersToken(idsOf(1000), OLD)
    await advance(0.5)
    expect([stream.calls.length, stream.pending()]).toEqual([4, 4])
    await advance(3)
    const { users } = await revoking
    expect(stream.calls.map(({ dates }) => Object.keys(dates).length)).toEqual(Array(10).fill(100))
    expect(Object.fromEntries(stream.dates)).toEqual(Object.fromEntries(idsOf(1000).map(id => [id, OLD])))
    expect(users?.filter(({ propagated }) => propagated === true)).toHaveLength(1000)
  })

  it('go to Stream once if they are given twice', async () => {
    const { provider, setTo } = setUp()
    await provider.revokeUsersToken(['a', 'a', 'b', 'a'], OLD)
    expect(setTo()).toEqual([{ a: OLD, b: OLD }])
  })

  it.each<[string, Fate, object]>([
    [
      'refuses',
      { status: 400, code: 4 },
      { stored: true, propagated: false, reason: 'Stream refused with 400 (code 4)' },
    ],
    [
      'does not know',
      { status: 404, code: 16, message: "The following users don't exist: c" },
      { stored: true, propagated: true },
    ],
  ])('share a call that Stream %s in halves, until one is left alone', async (_name, fate, ofBad) => {
    const { provider, setTo } = setUp(({ dates }) => ('c' in dates ? fate : undefined))
    const revoking = provider.revokeUsersToken(['a', 'b', 'c'], OLD).catch(error => error.result)
    const { users } = await revoking
    expect(setTo().map(dates => Object.keys(dates).join())).toEqual(
      ofBad === fate ? [] : expect.arrayContaining(['a,b,c', 'a,b', 'c']),
    )
    expect(setTo()).toHaveLength(3)
    expect(users).toEqual([
      { userId: 'a', stored: true, propagated: true },
      { userId: 'b', stored: true, propagated: true },
      { userId: 'c', ...ofBad },
    ])
  })

  it('are not halved if Stream refuses the credentials', async () => {
    const { stream, provider } = setUp(() => ({ status: 401, code: 5 }))
    await provider.revokeUsersToken(['a', 'b']).catch(() => {})
    expect(stream.calls).toHaveLength(1)
  })
})

describe('a cutoff ahead of the clock', () => {
  it('is sent as the current time, and once it has passed as itself, to the whole second', async () => {
    const { provider, setTo, times } = setUp()
    await advance(0.9)
    const { before } = await provider.revokeUserToken('john')
    expect([before, setTo()]).toEqual([iso(NOW + 1.1), [{ john: iso(NOW + 0.9) }]])
    await advance(1.09)
    expect(setTo()).toHaveLength(1)
    await advance(0.02)
    expect([setTo(), times()]).toEqual([
      [{ john: iso(NOW + 0.9) }, { john: iso(NOW + 2) }],
      [0.9, expect.closeTo(2.001, 2)],
    ])
    await advance(60)
    expect(setTo()).toHaveLength(2)
  })

  it('is sent in the same way for the app', async () => {
    const { provider, stream } = setUp()
    await provider.revokeTokens(new Date(NOW * 1000))
    const closing = provider.close()
    await advance(1.01)
    await closing
    expect(stream.calls.map(({ path, dates }) => [path, dates])).toEqual([
      ['/app', { '': iso(NOW) }],
      ['/app', { '': iso(NOW + 1) }],
    ])
  })

  it('is sent also if it passes during a slow first call', async () => {
    const { provider, setTo } = setUp((_call, index) => (index === 0 ? { answers: 3 } : undefined))
    const revoking = provider.revokeUserToken('john')
    await advance(3.01)
    await revoking
    expect(setTo()).toEqual([{ john: iso(NOW) }, { john: iso(NOW + 1) }])
  })

  it('is tried ever more slowly if the clock stands still', async () => {
    const { provider, stream } = setUp(undefined, undefined, { clock: () => NOW * 1000 })
    await provider.revokeUserToken('john')
    await advance(3600)
    // 60 of them in the last hour less the first minutes: one a minute.
    expect(stream.calls.length).toBeLessThan(75)
    expect(new Set(stream.calls.map(({ dates }) => dates.john))).toEqual(new Set([iso(NOW)]))
  })

  it('far in the future is not waited for, and the command rejects with the reason', async () => {
    const far = NOW + 30 * 86_400
    const { stream, provider } = setUp(undefined, {
      read: () => ({ user: pair(far) }),
      write: async () => [{ user: pair(far, 3) }],
    })
    await expect(provider.revokeUserToken('john', OLD)).rejects.toMatchObject({
      reason: 'stream_api_failed',
      result: { users: [{ userId: 'john', propagated: false, reason: expect.stringContaining('ahead') }] },
    })
    await advance(60)
    expect(stream.calls).toHaveLength(1)
    await advance(30 * 86_400 - 59)
    expect(stream.dates.get('john')).toBe(iso(far))
  })
})

describe('what changes during a call', () => {
  it('is sent after it, and never beside it', async () => {
    const { stream, provider, setTo } = setUp(() => ({ answers: 1 }))
    const one = provider.revokeUserToken('john', OLD)
    await advance(0.1)
    await provider.revokeUserToken('john', NEWER, { wait: false })
    await advance(0.8)
    expect(setTo()).toEqual([{ john: OLD }])
    await advance(0.2)
    await one
    expect(setTo()).toEqual([{ john: OLD }, { john: NEWER }])
    await advance(60)
    expect([stream.calls.length, stream.dates.get('john')]).toEqual([2, NEWER])
  })

  it('is sent also if another instance has stored it', async () => {
    const revocations = memoryRevocationStore()
    const { provider, setTo } = setUp((_call, index) => ({ answers: index === 0 ? 1 : 0 }), revocations)
    const revoking = provider.revokeUserToken('john', OLD)
    await advance(0.5)
    await revocations.write([{ userId: 'john', cutoff: pair(Date.parse(NEWER) / 1000, 3) }])
    await advance(0.5)
    await revoking
    await rest()
    expect(setTo()).toEqual([{ john: OLD }, { john: NEWER }])
  })

  it('is sent last if it is an undo that comes during a retry', async () => {
    const { stream, provider, setTo } = setUp((_call, index) => (index === 0 ? { status: 503 } : undefined))
    const revoking = provider.revokeUserToken('john', OLD)
    await rest()
    const undoing = provider.revokeUserToken('john', null)
    await advance(0.25)
    expect(await Promise.all([revoking, undoing])).toMatchObject([
      { users: [{ propagated: true }] },
      { users: [{ propagated: true }] },
    ])
    expect(setTo()).toEqual([{ john: OLD }, { john: null }])
    // The call without a response may still arrive: one more makes sure.
    await advance(60)
    expect([setTo().slice(2), stream.dates.get('john')]).toEqual([[{ john: null }], null])
  })

  it('ends with the cutoff after revoke, undo and revoke within one second', async () => {
    const { stream, provider } = setUp()
    const dates = [undefined, null, undefined]
    await Promise.all(dates.map(before => provider.revokeUserToken('john', before)))
    await advance(1.5)
    expect(stream.dates.get('john')).toBe(iso(NOW + 1))
  })
})

describe('D13: a call that lands after its time limit', () => {
  it('does not leave an undo at Stream that a newer date has replaced', async () => {
    const { stream, provider } = setUp((_call, index) =>
      index === 1 ? { answers: Number.POSITIVE_INFINITY, lands: 8 } : undefined,
    )
    await provider.revokeUserToken('john', OLD)
    const undoing = provider.revokeUserToken('john', null)
    await advance(1)
    const revoking = provider.revokeUserToken('john', NEWER)
    await advance(5)
    expect(await revoking).toMatchObject({ users: [{ propagated: true }] })
    expect(stream.dates.get('john')).toBe(NEWER)
    await advance(2.5)
    expect(stream.dates.get('john')).toBe(null)
    await undoing
    await advance(2)
    expect(stream.dates.get('john')).toBe(NEWER)
    await advance(300)
    expect([stream.calls.length, stream.dates.get('john')]).toEqual([4, NEWER])
  })
})

describe('D7: twenty thousand log-outs of one user', () => {
  const COUNT = 20_000

  /** Logs john out that often within 10 s, while Stream takes 2 s for each call. */
  async function logOut() {
    const { stream, provider } = setUp(() => ({ answers: 2 }))
    const most = { pending: 0 }
    const settled = { count: 0 }
    const end = (): void => void settled.count++
    let jane: number | undefined
    for (let wave = 0; wave < 100; wave++) {
      for (let at = 0; at < COUNT / 100; at++) void provider.revokeUserToken('john').then(end)
      if (wave === 50) {
        const start = performance.now()
        void provider.revokeUserToken('jane').then(() => {
          jane = performance.now() - start
        })
      }
      await advance(0.1)
      most.pending = Math.max(most.pending, stream.pending())
    }
    const under = stream.calls.filter(({ dates }) => 'john' in dates).length
    await advance(60)
    return { stream, provider, settled, most, under, jane }
  }

  it('make one call after the other, and delay nobody else by more than a second', async () => {
    const { stream, settled, most, under, jane } = await logOut()
    // In 10 s there is room for five calls of 2 s; a sixth is under way.
    expect(under).toBeLessThanOrEqual(6)
    const johns = stream.calls.filter(({ dates }) => 'john' in dates).map(({ at }) => at)
    for (const [at, time] of johns.slice(1).entries())
      expect(time - Number(johns[at])).toBeGreaterThanOrEqual(2)
    expect(most.pending).toBeLessThanOrEqual(2)
    expect(settled.count).toBe(COUNT)
    // After the last log-out: the call under way, one more, and one when its cutoff has passed.
    expect(johns.length - under).toBeLessThanOrEqual(2)
    expect(jane).toBeLessThanOrEqual(3000)
    expect(stream.dates.get('john')).toBe(iso(NOW + 11))
  })

  it.runIf(process.env.TEST_FULL !== undefined)('leave less than 10 MiB of memory behind', async () => {
    setFlagsFromString('--expose-gc')
    const collect: () => void = runInNewContext('gc')
    const heap = (): number => {
      collect()
      collect()
      return process.memoryUsage().heapUsed
    }
    await logOut()
    const before = heap()
    const { provider } = await logOut()
    const growth = heap() - before
    expect(growth).toBeLessThan(10 * 1024 * 1024)
    await provider.close()
  })

  it('end within the time limits of close', async () => {
    const { stream, provider } = setUp(() => ({ answers: 2 }))
    for (let at = 0; at < COUNT; at++) {
      void provider.revokeUserToken('john', OLD).catch(() => {})
      if (at % 200 === 0) await rest()
    }
    await rest()
    const start = performance.now()
    const closing = provider.close().then(() => performance.now() - start)
    await advance(10)
    expect([await closing, stream.calls.length]).toEqual([4000, 2])
  })
})

describe('a Stream that is down for a minute', () => {
  it.each<[string, Fate]>([
    ['responds with 503', { status: 503 }],
    ['limits the rate', { status: 429, headers: { 'retry-after': '7' } }],
    ['does not respond', { answers: Number.POSITIVE_INFINITY }],
    ['does what it was asked, but does not respond', { answers: Number.POSITIVE_INFINITY, lands: 9 }],
  ])('and %s ends with what is in force, after at most two calls a state', async (_name, fate) => {
    const down = performance.now() / 1000 + 60
    const { stream, provider, eventsOf } = setUp(({ at }) => (at < down ? fate : undefined))
    const commands = [
      provider.revokeUsersToken(['a', 'b'], OLD),
      provider.revokeUserToken('a', NEWER),
      provider.revokeUserToken('b', null),
      provider.revokeTokens(OLD),
      provider.blockUser('c', { deactivate: true }),
    ]
    const outcomes = Promise.allSettled(commands)
    await advance(60)
    expect((await outcomes).map(({ status }) => status)).toEqual(Array(5).fill('rejected'))
    const before = stream.calls.length
    await advance(180)
    expect(Object.fromEntries(stream.dates)).toEqual({ a: NEWER, b: null, '': OLD })
    expect(stream.active.get('c')).toBe(false)
    const after = stream.calls.slice(before)
    for (const key of ['a', 'b', ''])
      expect(after.filter(({ dates }) => key in dates).length).toBeLessThanOrEqual(2)
    expect(after.filter(({ path }) => path.endsWith('/deactivate')).length).toBeLessThanOrEqual(2)
    expect(eventsOf('propagated')).toHaveLength(4)
    await advance(3600)
    expect(stream.calls).toHaveLength(before + after.length)
  })

  it('gets no call for a user who was unblocked meanwhile', async () => {
    const down = performance.now() / 1000 + 60
    const { stream, provider, eventsOf } = setUp(({ at }) => (at < down ? { status: 503 } : undefined))
    const blocking = provider.blockUser('john', { deactivate: true }).catch(() => {})
    await advance(30)
    await blocking
    await provider.unblockUser('john')
    await advance(120)
    expect(stream.active.get('john')).toBeUndefined()
    expect(eventsOf('not_propagated').at(-1)).toMatchObject({
      userId: 'john',
      reason: 'The user is not blocked any more',
    })
  })
})

describe('a store', () => {
  it('that cannot be read delays the call, and the command rejects after its retries', async () => {
    let broken = false
    const { stream, provider } = setUp(
      undefined,
      readingStore(() => {
        if (broken) throw new Error('down')
        return { user: pair(5) }
      }),
    )
    const revoking = provider.revokeUserToken('john', OLD).catch(error => error.result)
    // Stored: the first read was good.
    broken = true
    await advance(2)
    expect((await revoking).users).toMatchObject([
      { propagated: false, reason: 'The cutoffs could not be read from the store' },
    ])
    expect(stream.calls).toEqual([])
    broken = false
    await advance(60)
    expect(stream.dates.get('john')).toBe('1970-01-01T00:00:05.000Z')
  })

  it('D12, F4: that folded its cutoffs undoes nothing at Stream, and Stream never gets its floor', async () => {
    const { stream, provider, setTo } = setUp(undefined, createMemoryStore(3))
    const token = await provider.createToken('old', { issuedAt: 5 })
    for (const [at, id] of ['a', 'b', 'c', 'd', 'e', 'f'].entries())
      await provider.revokeUserToken(id, `2020-01-0${at + 1}T00:00:00.000Z`)
    await expect(provider.verifyToken(token)).rejects.toMatchObject({ reason: 'token_revoked' })
    const dates = setTo().flatMap(one => Object.values(one))
    expect(dates).not.toContain(null)
    const before = stream.calls.length
    expect(await provider.revokeTokens(null)).toMatchObject({ before: null, app: { propagated: true } })
    expect(setTo().slice(before)).toEqual([{ '': null }])
    await expect(provider.verifyToken(token)).rejects.toMatchObject({ reason: 'token_revoked' })
    expect(await provider.revokeUserToken('f', null)).toMatchObject({ before: null })
    expect(setTo().at(-1)).toEqual({ f: null })
  })
})

describe('waitUntil', () => {
  it('receives a promise for each command, until Stream has what is in force', async () => {
    const promises: Promise<unknown>[] = []
    const waitUntil = (promise: Promise<unknown>): void => void promises.push(promise)
    const { provider } = setUp(() => ({ answers: 1 }), undefined, { waitUntil })
    await provider.revokeUserToken('john', { wait: false })
    expect(promises).toHaveLength(1)
    let over = false
    const idle = promises[0]?.then(() => {
      over = true
    })
    // The first call, and the one when the cutoff has passed.
    await advance(1.9)
    expect(over).toBe(false)
    await advance(0.2)
    await idle
    expect(over).toBe(true)
  })
})

describe('setActive', () => {
  it('follows the last command: what an earlier one wanted is not sent any more', async () => {
    const { stream, provider } = setUp(() => ({ answers: 1 }))
    const all = [
      provider.blockUser('john', { deactivate: true }),
      provider.unblockUser('john', { reactivate: true }),
      provider.blockUser('john', { deactivate: true }),
    ].map(command => command.catch(error => error.result))
    await advance(5)
    await Promise.all(all)
    expect(stream.active.get('john')).toBe(false)
    expect(stream.calls.length).toBeLessThanOrEqual(2)
  })

  it('does not hold up the cutoff of the same user', async () => {
    const { stream, provider } = setUp(({ path }) => (path === '/users' ? undefined : { answers: 4 }))
    const blocking = provider.blockUser('john', { deactivate: true })
    await rest()
    expect(await provider.revokeUserToken('john', OLD)).toMatchObject({ users: [{ propagated: true }] })
    expect(stream.pending()).toBe(1)
    await advance(4)
    expect(await blocking).toMatchObject({ userId: 'john', propagated: true })
  })
})

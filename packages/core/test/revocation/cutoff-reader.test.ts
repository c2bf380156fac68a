import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RevocationStore } from '../../src/cutoffs/store.js'
import { configInvalid } from '../../src/errors/errors.js'
import type { EventFacts } from '../../src/events/events.js'
import { createCutoffReader } from '../../src/revocation/cutoff-reader.js'
import { reasonOf } from '../fixture/caught.js'
import { fakeTime, rest } from '../fixture/fake-time.js'
import { manualStore, pair, readingStore } from '../fixture/store-doubles.js'

function setUp(store = manualStore()) {
  const events: (EventFacts & { cause?: unknown })[] = []
  const read = createCutoffReader(
    () => store,
    0.25,
    (facts, cause) => events.push({ ...facts, cause }),
  )
  return { store, events, read }
}

beforeEach(() => {
  fakeTime(0)
  // The monotonic clock does not stand at zero.
  vi.advanceTimersByTime(1000)
})
afterEach(() => void vi.useRealTimers())

describe('createCutoffReader', () => {
  it('returns synchronously if the store does', () => {
    const read = createCutoffReader(
      () => readingStore(() => ({ user: pair(5) })),
      1,
      () => {},
    )
    expect(read('john')).toEqual({ user: pair(5) })
  })

  it('keeps one read per user in flight, and one more read serves all later calls', async () => {
    const { store, read } = setUp()
    const pending = Array.from({ length: 1000 }, () => read('john'))
    const other = read('jane')
    expect(store.reads.map(({ userId }) => userId)).toEqual(['john', 'jane'])
    store.reads[0]?.resolve({ user: pair(1) })
    store.reads[1]?.resolve({ user: pair(2) })
    await rest()
    expect(store.reads.map(({ userId }) => userId)).toEqual(['john', 'jane', 'john'])
    const later = read('john')
    store.reads[2]?.resolve({ user: pair(3) })
    await rest()
    store.reads[3]?.resolve({ user: pair(4) })
    expect(await Promise.all(pending)).toEqual([{ user: pair(1) }, ...Array(999).fill({ user: pair(3) })])
    expect(await Promise.all([other, later])).toEqual([{ user: pair(2) }, { user: pair(4) }])
    expect(store.reads).toHaveLength(4)
  })

  it('keeps the read of a user in flight while another user is read', async () => {
    const { store, read } = setUp()
    const results = [read('john'), read('jane'), read('john')]
    expect(store.reads.map(({ userId }) => userId)).toEqual(['john', 'jane'])
    store.reads[0]?.resolve({})
    store.reads[1]?.resolve({})
    await rest()
    store.reads[2]?.resolve({ user: pair(3) })
    expect(await Promise.all(results)).toEqual([{}, {}, { user: pair(3) }])
  })

  it('is not confused by a read that ends after its timer, and after the next has begun', async () => {
    const { store, read } = setUp()
    vi.stubGlobal('setTimeout', () => 0)
    void read('john')
    vi.unstubAllGlobals()
    await vi.advanceTimersByTimeAsync(251)
    const second = read('john')
    store.reads[0]?.resolve({ user: pair(1) })
    await rest()
    const third = read('john')
    expect(store.reads).toHaveLength(2)
    store.reads[1]?.resolve({ user: pair(2) })
    await rest()
    store.reads[2]?.resolve({ user: pair(3) })
    expect(await Promise.all([second, third])).toEqual([{ user: pair(2) }, { user: pair(3) }])
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['another shape', { revokedBefore: 5 }],
    ['a date alone', 5],
  ])(
    'takes %s as a result for an unknown state, whether it comes at once or later',
    async (_name, result) => {
      const cause = new TypeError('The store returned something other than a RevocationState.')
      const events: unknown[] = []
      const read = createCutoffReader(
        () => readingStore(userId => (userId === 'late' ? Promise.resolve(result) : result)),
        1,
        (facts, thrown) => events.push([facts, thrown]),
      )
      expect(() => read('john')).toThrow(expect.objectContaining({ reason: 'revocation_state_unknown' }))
      expect(events).toEqual([[{ type: 'store_unknown' }, cause]])
      expect(await reasonOf(Promise.resolve(read('late')))).toBe('revocation_state_unknown')
    },
  )

  it('starts the next read even after one that failed', async () => {
    const { store, read } = setUp()
    const first = reasonOf(Promise.resolve(read('john')))
    const second = read('john')
    store.reads[0]?.reject(new Error('down'))
    expect(await first).toBe('revocation_state_unknown')
    store.reads[1]?.resolve({ user: pair(3) })
    expect(await second).toEqual({ user: pair(3) })
  })

  it('gives up at storeTimeout on a read whose timer ended with its request, also for later calls', async () => {
    const { store, read, events } = setUp()
    const readAndEnd = (): void => {
      vi.stubGlobal('setTimeout', () => 0)
      void read('john')
      vi.unstubAllGlobals()
    }
    readAndEnd()
    const pending = [read('john'), read('john')]
    // A little later than the timeout of the read itself, so that two reads are never in flight.
    await vi.advanceTimersByTimeAsync(251)
    expect(store.reads).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(store.reads).toHaveLength(2)
    store.reads[1]?.resolve({ user: pair(3) })
    expect(await Promise.all(pending)).toEqual([{ user: pair(3) }, { user: pair(3) }])
    readAndEnd()
    await vi.advanceTimersByTimeAsync(251)
    const later = read('john')
    store.reads[3]?.resolve({ user: pair(4) })
    expect(await later).toEqual({ user: pair(4) })
    expect([store.reads.length, events]).toEqual([4, []])
  })

  it('gives up on a read at storeTimeout, ignores its late result, and does not delay the next read', async () => {
    const { store, read } = setUp()
    const first = reasonOf(Promise.resolve(read('john')))
    vi.advanceTimersByTime(249)
    await rest()
    expect(store.reads).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(await first).toBe('revocation_state_unknown')
    const second = read('john')
    expect(store.reads).toHaveLength(2)
    store.reads[0]?.resolve({ user: pair(1) })
    store.reads[1]?.resolve({ user: pair(2) })
    expect(await second).toEqual({ user: pair(2) })
  })

  it('reports once that the state is unknown, with the cause, and once that it is known again', async () => {
    const { store, read, events } = setUp()
    const cause = new Error('down')
    for (let at = 0; at < 3; at++) {
      const result = Promise.resolve(read('john'))
      store.reads[at]?.reject(cause)
      await reasonOf(result)
    }
    for (let at = 3; at < 6; at++) {
      const result = read('john')
      store.reads[at]?.resolve({})
      await result
    }
    expect(events).toEqual([
      { type: 'store_unknown', cause },
      { type: 'store_recovered', cause: undefined },
    ])
  })

  it('accepts a thenable that is not a promise, and calls its then once', async () => {
    let calls = 0
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: query builders have one
      then(resolve: (value: unknown) => void) {
        calls++
        queueMicrotask(() => resolve({ user: pair(5) }))
      },
    }
    const read = createCutoffReader(
      () => readingStore(() => thenable),
      1,
      () => {},
    )
    expect([await read('john'), calls]).toEqual([{ user: pair(5) }, 1])
  })

  it('E: keeps at most 10,000 reads of a store that hangs, and reads again once they have expired', async () => {
    const { store, read, events } = setUp()
    // Without timers: the requests have ended, and only their reads are left.
    vi.stubGlobal('setTimeout', () => 0)
    for (let at = 0; at < 10_000; at++) void read(`user-${at}`)
    vi.unstubAllGlobals()
    for (const id of ['one', 'two'])
      expect(await reasonOf(async () => read(id))).toBe('revocation_state_unknown')
    vi.advanceTimersByTime(59_999)
    expect(await reasonOf(async () => read('three'))).toBe('revocation_state_unknown')
    expect(store.reads).toHaveLength(10_000)
    expect(events).toEqual([
      { type: 'store_unknown', cause: new Error('The store has not responded to 10000 reads.') },
    ])
    vi.advanceTimersByTime(1)
    // The first call after that frees the slots for the next one.
    expect(await reasonOf(async () => read('four'))).toBe('revocation_state_unknown')
    vi.advanceTimersByTime(1)
    await rest()
    const result = read('five')
    expect(store.reads.map(({ userId }) => userId).slice(10_000)).toEqual(['five'])
    store.reads.at(-1)?.resolve({ user: pair(1) })
    expect(await result).toEqual({ user: pair(1) })
  })

  it('E: frees the slot of a read when it settles', async () => {
    const { store, read } = setUp()
    for (let round = 0; round < 3; round++) {
      const results = Array.from({ length: 4000 }, (_, at) => read(`user-${at}`))
      for (const one of store.reads) one.resolve({})
      await Promise.all(results)
    }
    expect(store.reads).toHaveLength(12_000)
  })

  it('has one fresh read for each user in flight, apart from the others', async () => {
    const { store, read } = setUp()
    const results = [read('john'), read('john', true), read('john', true), read(undefined, true)]
    expect(store.reads.map(({ userId, fresh }) => [userId, fresh])).toEqual([
      ['john', false],
      ['john', true],
      [undefined, true],
    ])
    store.reads[1]?.resolve({ user: pair(1) })
    await rest()
    expect(store.reads.slice(3).map(({ userId, fresh }) => [userId, fresh])).toEqual([['john', true]])
    store.reads[0]?.resolve({ user: pair(2) })
    store.reads[2]?.resolve({ app: pair(3) })
    store.reads[3]?.resolve({ user: pair(4) })
    expect(await Promise.all(results)).toEqual([
      { user: pair(2) },
      { user: pair(1) },
      { user: pair(4) },
      { app: pair(3) },
    ])
  })

  it('asks for a copy without options, so that older stores see one argument', () => {
    const calls: unknown[][] = []
    const source: RevocationStore = {
      read: (...call) => {
        calls.push(call)
        return {}
      },
      write: async () => [],
    }
    const read = createCutoffReader(
      () => source,
      1,
      () => {},
    )
    void read('john')
    void read('john', true)
    expect(calls).toEqual([['john'], ['john', { fresh: true }]])
  })

  it('reports an error of the configuration as it is', async () => {
    const events: unknown[] = []
    const read = createCutoffReader(
      () => {
        throw configInvalid(['apiKey is missing'])
      },
      1,
      facts => events.push(facts),
    )
    expect([await reasonOf(async () => read('john')), events]).toEqual(['config_invalid', []])
  })

  it('lets a caller that waits have the error of the read that it joined', async () => {
    const { store, read, events } = setUp()
    const first = read('john')
    const results = [read('john'), read('john')].map(result => reasonOf(async () => result))
    store.reads[0]?.resolve({})
    await first
    await rest()
    store.reads[1]?.reject(new Error('down'))
    expect(await Promise.all(results)).toEqual(Array(2).fill('revocation_state_unknown'))
    expect(events).toHaveLength(1)
  })
})

import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { EventFacts } from '../../src/events/events.js'
import { createCutoffReader, isCutoffs } from '../../src/revocation/cutoff-reader.js'
import { createOverlay } from '../../src/revocation/overlay.js'
import { reasonOf } from '../fixture/caught.js'
import { fakeTime, rest } from '../fixture/fake-time.js'
import { manualStore, readingStore } from '../fixture/store-doubles.js'

function setUp(store = manualStore()) {
  const events: (EventFacts & { cause?: unknown })[] = []
  const overlay = createOverlay()
  const read = createCutoffReader(
    () => store,
    overlay,
    0.25,
    (facts, cause) => events.push({ ...facts, cause }),
  )
  return { store, events, overlay, read }
}

beforeEach(() => fakeTime(0))
afterEach(() => void vi.useRealTimers())

describe('createCutoffReader', () => {
  it('returns synchronously if the store does', () => {
    const read = createCutoffReader(
      () => readingStore(() => ({ user: 5 })),
      createOverlay(),
      1,
      () => {},
    )
    expect(read('john')).toEqual({ user: 5 })
  })

  it('keeps one read per user in flight, and one more read serves all later calls', async () => {
    const { store, read } = setUp()
    const pending = Array.from({ length: 1000 }, () => read('john'))
    const other = read('jane')
    expect(store.reads.map(({ userId }) => userId)).toEqual(['john', 'jane'])
    store.reads[0]?.resolve({ user: 1 })
    store.reads[1]?.resolve({ user: 2 })
    await rest()
    expect(store.reads.map(({ userId }) => userId)).toEqual(['john', 'jane', 'john'])
    const later = read('john')
    store.reads[2]?.resolve({ user: 3 })
    await rest()
    store.reads[3]?.resolve({ user: 4 })
    expect(await Promise.all(pending)).toEqual([{ user: 1 }, ...Array(999).fill({ user: 3 })])
    expect(await Promise.all([other, later])).toEqual([{ user: 2 }, { user: 4 }])
    expect(store.reads).toHaveLength(4)
  })

  it('starts the next read even after one that failed', async () => {
    const { store, read } = setUp()
    const first = reasonOf(Promise.resolve(read('john')))
    const second = read('john')
    store.reads[0]?.reject(new Error('down'))
    expect(await first).toBe('revocation_state_unknown')
    store.reads[1]?.resolve({ user: 3 })
    expect(await second).toEqual({ user: 3 })
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
    store.reads[1]?.resolve({ user: 3 })
    expect(await Promise.all(pending)).toEqual([{ user: 3 }, { user: 3 }])
    readAndEnd()
    await vi.advanceTimersByTimeAsync(251)
    const later = read('john')
    store.reads[3]?.resolve({ user: 4 })
    expect(await later).toEqual({ user: 4 })
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
    store.reads[0]?.resolve({ user: 1 })
    store.reads[1]?.resolve({ user: 2 })
    expect(await second).toEqual({ user: 2 })
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
        queueMicrotask(() => resolve({ user: 5 }))
      },
    }
    const read = createCutoffReader(
      () => readingStore(() => thenable),
      createOverlay(),
      1,
      () => {},
    )
    expect([await read('john'), calls]).toEqual([{ user: 5 }, 1])
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
    store.reads.at(-1)?.resolve({ user: 1 })
    expect(await result).toEqual({ user: 1 })
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

  it('includes a revocation made here before the read, even if the store does not have it yet', async () => {
    const { store, overlay, read } = setUp()
    const { release } = overlay.apply([{ userId: 'john', cutoff: 7, block: 'forever' }])
    const result = read('john')
    release()
    store.reads[0]?.resolve({ app: 3 })
    expect(await result).toEqual({ user: 7, app: 3, blockedUntil: 'forever' })
  })

  it('includes revocations made here during the read', async () => {
    const { store, overlay, read } = setUp()
    const results = [read('john'), read('jane')]
    overlay.apply([
      { userId: 'john', cutoff: 7 },
      { app: true, cutoff: 4 },
    ])
    for (const { resolve } of store.reads) resolve({ user: 5 })
    expect(await Promise.all(results)).toEqual([
      { user: 7, app: 4 },
      { user: 5, app: 4 },
    ])
  })
})

describe('isCutoffs', () => {
  it('C14: ignores what an old library has added to Object.prototype', () => {
    onTestFinished(() => void Reflect.deleteProperty(Object.prototype, 'extend'))
    Object.assign(Object.prototype, { extend: () => 1 })
    expect([{}, { user: 1 }, { extend: 1 }].map(isCutoffs)).toEqual([true, true, false])
  })

  it.each<[string, unknown]>([
    ['nothing in force', {}],
    ['every member', { user: 1.5, app: 0, blockedUntil: 'forever' }],
    ['members that are undefined', { user: undefined, app: undefined, blockedUntil: undefined }],
    ['an object without a prototype', Object.assign(Object.create(null), { user: 1 })],
    ['an instant before 1970', { user: -1 }],
  ])('accepts %s', (_name, value) => {
    expect(isCutoffs(value)).toBe(true)
  })

  it.each<[string, unknown]>([
    ['NaN', { user: Number.NaN }],
    ['Infinity', { app: Number.POSITIVE_INFINITY }],
    ['-Infinity', { blockedUntil: Number.NEGATIVE_INFINITY }],
    ['a string as a cutoff', { user: '5' }],
    ['null in a member', { user: null }],
    ['a bigint', { user: 5n }],
    ['a Date', { user: new Date() }],
    ['milliseconds', { user: Date.UTC(2026, 0) }],
    ['an unknown value for a block', { blockedUntil: 'always' }],
    ['a cutoff of forever', { user: 'forever' }],
    ['unknown members', { revokedBefore: 5 }],
    ['an array', []],
    ['a Map', new Map([['user', 5]])],
    ['a Date itself', new Date()],
    ['null', null],
    ['undefined', undefined],
    ['a number', 5],
    ['a string', '{}'],
    ['a function', () => ({})],
    ['a promise', Promise.resolve({})],
  ])('refuses %s', (_name, value) => {
    expect(isCutoffs(value)).toBe(false)
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ReadState } from '../../src/cutoffs/read-state.js'
import type { Revocation, RevocationState, RevocationStore } from '../../src/cutoffs/store.js'
import { configInvalid } from '../../src/errors/errors.js'
import type { EventFacts } from '../../src/events/events.js'
import { memoryRevocationStore } from '../../src/index.js'
import { createOverlay, withLayer } from '../../src/revocation/overlay.js'
import type { Change } from '../../src/revocation/pending-changes.js'
import { createRecorder } from '../../src/revocation/recorder.js'
import { reasonOf } from '../fixture/caught.js'
import { fakeTime, rest } from '../fixture/fake-time.js'
import { deferred, pair } from '../fixture/store-doubles.js'

const down = (): Promise<never> => Promise.reject(new Error('down'))

/** A recorder over a memory store whose `write` the test can replace. */
function setUp(
  write?: (changes: readonly Revocation[], try_: number) => unknown,
  read?: () => Promise<RevocationState>,
) {
  const inner = memoryRevocationStore()
  const writes: (readonly Revocation[])[] = []
  const store: RevocationStore = {
    read: (userId, options) => inner.read(userId, options),
    write: (changes => {
      writes.push(changes)
      return write === undefined ? inner.write(changes) : write(changes, writes.length)
    }) as RevocationStore['write'],
  }
  const reads: unknown[] = []
  const readStore: ReadState = (userId, fresh) => {
    reads.push([userId, fresh])
    return read === undefined ? store.read(userId) : read()
  }
  const state = { overlay: createOverlay(), highestIat: 0 }
  const events: (EventFacts & { cause?: unknown })[] = []
  const late: (readonly Change[])[] = []
  const record = createRecorder({
    store: () => store,
    shared: () => state,
    readStore,
    writeTimeout: 5,
    emit: (facts, cause) => events.push({ ...facts, cause }),
    onLate: changes => late.push(changes),
  })
  const inForce = (userId = 'john'): RevocationState => withLayer({}, state.overlay.layer(userId))
  return { inner, writes, reads, events, late, record, inForce, overlay: state.overlay }
}

const john = (effect: Omit<Change, 'userId' | 'app'>): Change => ({ userId: 'john', ...effect })
const app = (cutoff: number | null): Change => ({ app: true, cutoff })

beforeEach(() => fakeTime(0))
afterEach(() => void vi.useRealTimers())

describe('createRecorder', () => {
  it('numbers each change from a fresh read of its key, and returns the states', async () => {
    const { inner, writes, reads, record } = setUp()
    await inner.write([{ userId: 'jane', cutoff: pair(3, 4) }])
    const states = await record([
      john({ cutoff: 5, block: 'forever' }),
      { userId: 'jane', cutoff: 6 },
      app(7),
    ])
    expect(reads).toEqual([
      ['john', true],
      ['jane', true],
      [undefined, true],
    ])
    expect(writes).toEqual([
      [
        { userId: 'john', cutoff: pair(5), block: pair('forever') },
        { userId: 'jane', cutoff: pair(6, 5) },
        { app: true, cutoff: pair(7) },
      ],
    ])
    expect(states).toEqual([
      { user: pair(5), app: pair(7), block: pair('forever') },
      { user: pair(6, 5), app: pair(7) },
      { app: pair(7) },
    ])
  })

  it('numbers the app from the app’s pair, and a user from the user’s', async () => {
    const { inner, writes, record } = setUp()
    await inner.write([
      { app: true, cutoff: pair(3, 8) },
      { userId: 'john', cutoff: pair(3, 2), block: pair(4, 6) },
    ])
    await record([app(7), john({ cutoff: 5, block: 9 })])
    expect(writes).toEqual([
      [
        { app: true, cutoff: pair(7, 9) },
        { userId: 'john', cutoff: pair(5, 3), block: pair(9, 7) },
      ],
    ])
  })

  it('writes only what a change names', async () => {
    const { writes, record } = setUp()
    await record([john({ block: null })])
    await record([john({ cutoff: null })])
    expect(writes.flat().map(change => Object.keys(change))).toEqual([
      ['userId', 'block'],
      ['userId', 'cutoff'],
    ])
  })

  it('revokes here before it has read or written anything', async () => {
    const { record, inForce, reads } = setUp()
    const recording = record([john({ cutoff: 5 })])
    expect([inForce(), reads.length]).toEqual([{ user: pair(5) }, 1])
    await recording
    expect(inForce()).toEqual({})
  })

  it('numbers above what was sent and not confirmed', async () => {
    const { writes, record, inForce } = setUp((_changes, number) => (number === 1 ? down() : undefined))
    expect(await reasonOf(record([john({ cutoff: 5, block: 'forever' })]))).toBe('revocation_not_stored')
    expect(inForce()).toEqual({ user: pair(5), block: pair('forever') })
    await reasonOf(record([john({ cutoff: null, block: null })]))
    // The write that failed may land after the undo: version 2 is larger all the same.
    expect(writes).toEqual([
      [{ userId: 'john', cutoff: pair(5), block: pair('forever') }],
      [{ userId: 'john', cutoff: pair(5, 2), block: pair('forever', 2) }],
    ])
  })

  it('tries once more from a new read if the result does not show the change', async () => {
    const { inner, writes, reads, record } = setUp(async (changes, number) => {
      if (number === 1) {
        // Another instance has undone and revoked meanwhile.
        await inner.write([{ userId: 'john', cutoff: pair(4, 7) }])
        return [{ user: pair(1) }]
      }
      return inner.write(changes)
    })
    expect(await record([john({ cutoff: 5 })])).toEqual([{ user: pair(5, 9) }])
    expect([writes.length, reads.length]).toEqual([2, 2])
    expect(writes[1]).toEqual([{ userId: 'john', cutoff: pair(5, 9) }])
  })

  it.each<[string, unknown]>([
    ['D11: {}', [{}]],
    ['a smaller pair', [{ user: pair(4), block: pair('forever') }]],
    ['a state without the block', [{ user: pair(5) }]],
    ['a shorter block', [{ user: pair(5), block: pair(9) }]],
    ['the pair as the app’s', [{ app: pair(5), block: pair('forever') }]],
    ['an undone cutoff', [{ user: pair(5, 2), block: pair('forever') }]],
    ['a later version with an earlier cutoff', [{ user: pair(4, 3), block: pair('forever') }]],
    ['an undone block', [{ user: pair(5), block: pair('forever', 2) }]],
  ])('calls a change not stored if the store returns %s twice', async (_name, answer) => {
    const { writes, events, record, inForce } = setUp(async () => answer)
    expect(await reasonOf(record([john({ cutoff: 5, block: 'forever' })]))).toBe('revocation_not_stored')
    expect(writes).toHaveLength(2)
    expect(events).toEqual([
      {
        type: 'not_stored',
        userId: 'john',
        cause: new Error('The store does not show the change after the write.'),
      },
    ])
    expect(inForce()).toMatchObject({ user: { value: 5 }, block: { value: 'forever' } })
  })

  it.each<[string, readonly RevocationState[]]>([
    ['first', [{ user: pair(5) }, {}]],
    ['second', [{}, { app: pair(7) }]],
  ])('calls two changes not stored if the store shows only the %s', async (_name, states) => {
    const { writes, record, inForce } = setUp(async () => states)
    expect(await reasonOf(record([john({ cutoff: 5 }), app(7)]))).toBe('revocation_not_stored')
    expect([writes.length, inForce()]).toEqual([2, { user: pair(5), app: pair(7) }])
  })

  it('D11: takes the user’s pair for none of the app', async () => {
    const { writes, record } = setUp(async () => [{ user: pair(5) }])
    expect(await reasonOf(record([app(5)]))).toBe('revocation_not_stored')
    expect(writes).toHaveLength(2)
  })

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['too few states', [{ user: pair(5) }]],
    ['too many states', [{ user: pair(5) }, { app: pair(7) }, {}]],
    ['a list with null', [{ user: pair(5) }, null]],
    ['an object', { 0: { user: pair(5) }, 1: { app: pair(7) }, length: 2 }],
  ])('calls a change not stored at once if the store returns %s', async (_name, answer) => {
    const { writes, events, record } = setUp(async () => answer)
    expect(await reasonOf(record([john({ cutoff: 5 }), app(7)]))).toBe('revocation_not_stored')
    expect(writes).toHaveLength(1)
    const cause = new TypeError(
      'The store returned something other than a list of states, one for each change.',
    )
    expect(events).toEqual([
      { type: 'not_stored', userId: 'john', cause },
      { type: 'not_stored', cause },
    ])
  })

  it('accepts a result that is larger than the change', async () => {
    const { writes, record } = setUp(async () => [{ user: pair(9, 3) }])
    expect(await record([john({ cutoff: 5 })])).toEqual([{ user: pair(9, 3) }])
    expect(writes).toHaveLength(1)
  })

  it('returns what is in force here, with what could not be stored', async () => {
    const { record, overlay } = setUp()
    overlay.apply([john({ cutoff: 9 }), app(8)]).keep()
    expect(await record([john({ cutoff: 5 })])).toEqual([{ user: pair(9, 3), app: pair(8) }])
  })

  it('gives up after writeTimeout, and takes a late success into account', async () => {
    const stored = deferred()
    const { inner, late, record, inForce } = setUp(async changes => {
      await stored.promise
      return inner.write(changes)
    })
    const reason = reasonOf(record([john({ cutoff: 5 })]))
    await vi.advanceTimersByTimeAsync(4999)
    expect(await Promise.race([reason, 'pending'])).toBe('pending')
    await vi.advanceTimersByTimeAsync(1)
    expect(await reason).toBe('revocation_not_stored')
    expect([inForce(), late]).toEqual([{ user: pair(5) }, []])
    stored.resolve()
    await rest()
    expect([inForce(), inner.read('john')]).toEqual([{}, { user: pair(5) }])
    // The command has failed, so somebody else must notify Stream.
    expect(late).toEqual([[john({ cutoff: 5 })]])
  })

  it('begins no write after its time limit: it could revive what is undone meanwhile', async () => {
    const known = deferred<RevocationState>()
    const { writes, late, record, inForce } = setUp(undefined, () => known.promise)
    const reason = reasonOf(record([john({ cutoff: 5 })]))
    await vi.advanceTimersByTimeAsync(5000)
    expect(await reason).toBe('revocation_not_stored')
    known.resolve({})
    await rest()
    expect([writes, late, inForce()]).toEqual([[], [], { user: pair(5) }])
  })

  it('reports nothing as late that is stored in time, or never', async () => {
    const { late, record } = setUp((_changes, number) => (number === 1 ? [{ user: pair(5) }] : down()))
    await record([john({ cutoff: 5 })])
    await reasonOf(record([john({ cutoff: 7 })]))
    expect(late).toEqual([])
  })

  it.each<[string, RevocationState, Revocation['cutoff'], number | null, Revocation['cutoff']]>([
    ['the version of the unconfirmed one', {}, pair(5), 7, pair(7)],
    ['the same, and keeps its cutoff if that is later', {}, pair(5), 4, pair(5)],
    ['the unconfirmed version if it is larger', { user: pair(1, 2) }, pair(5, 5), 7, pair(7, 5)],
    ['the next version if that is larger', { user: pair(6, 3) }, pair(7, 3), 8, pair(8, 5)],
    [
      'the next version, and keeps the unconfirmed cutoff',
      { user: pair(9, 3) },
      pair(9.5, 3),
      8,
      pair(9.5, 5),
    ],
    ['the next version once it is confirmed', { user: pair(5) }, pair(5), 7, pair(7, 3)],
    ['the next version once it is undone', { user: pair(5, 2) }, pair(5), 4, pair(4, 3)],
    ['the version after an unconfirmed undo', { user: pair(5) }, pair(5, 2), 4, pair(4, 3)],
  ])('gives a revocation %s', async (_name, state, sent, cutoff, expected) => {
    const { inner, writes, record, overlay } = setUp()
    if (state.user !== undefined) await inner.write([{ userId: 'john', cutoff: state.user }])
    const before = overlay.apply([john({ cutoff: sent?.version === 2 ? null : 1 })])
    before.number([{ userId: 'john', cutoff: sent }])
    before.keep()
    await record([john({ cutoff })])
    expect(writes).toEqual([[{ userId: 'john', cutoff: expected }]])
  })

  it.each<[string, RevocationState]>([
    ['the undo', { user: pair(0, 0) }],
    ['a later revocation', { user: pair(9, 3) }],
  ])('accepts %s as the result of an undo', async (_name, state) => {
    const { writes, record } = setUp(async () => [state])
    expect(await record([john({ cutoff: null })])).toEqual([state])
    expect(writes).toHaveLength(1)
  })

  it('calls an undo not stored if the store returns nothing for it three times', async () => {
    const { writes, record } = setUp(async () => [{}])
    expect(await reasonOf(record([john({ cutoff: null })]))).toBe('revocation_not_stored')
    expect(writes).toHaveLength(2)
  })

  it('keeps one revocation for a user in memory, however often the store fails', async () => {
    const { record, overlay } = setUp(down)
    for (let cutoff = 1; cutoff <= 100; cutoff++)
      expect(await reasonOf(record([john({ cutoff })]))).toBe('revocation_not_stored')
    expect(overlay.layer('john').user?.cutoff).toMatchObject({ pair: { value: 100 } })
  })

  it('keeps no revocation that fails with config_invalid, and reports no event', async () => {
    const { events, record, overlay } = setUp((_changes, number) =>
      number === 1 ? down() : Promise.reject(configInvalid(['revocations must name a store'])),
    )
    await reasonOf(record([john({ cutoff: 1 })]))
    events.length = 0
    expect(await reasonOf(record([john({ cutoff: 9 })]))).toBe('config_invalid')
    expect(overlay.layer('john').user?.cutoff).toMatchObject({ pair: { value: 1 } })
    expect(events).toEqual([])
  })

  it('keeps a revocation whose version could not be read', async () => {
    const unread = createRecorder({
      store: memoryRevocationStore,
      shared: () => shared,
      readStore: down,
      writeTimeout: 5,
      emit: () => {},
      onLate: () => {},
    })
    const shared = { overlay: createOverlay(), highestIat: 0 }
    expect(await reasonOf(unread([john({ cutoff: 5 })]))).toBe('revocation_not_stored')
    expect(withLayer({ user: pair(3, 8) }, shared.overlay.layer('john'))).toEqual({ user: pair(5, 9) })
  })
})

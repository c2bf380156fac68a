import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  advance,
  BATCH,
  createDirtyKey,
  type DirtyKey,
  isAwaited,
  type Progress,
  takeBack,
  type Waiter,
} from '../../src/stream-api/dirty-key.js'
import type { Attempt } from '../../src/stream-api/outcome.js'

const keyWith = (facts: Partial<DirtyKey> = {}): DirtyKey => ({ ...createDirtyKey('john'), ...facts })
const waiter = (tries = 0): Waiter => ({ tries, resolve: () => {} })
/** A call from second 100 to 102. */
const progress = (facts: Partial<Progress> = {}): Progress => ({
  begunAt: 100,
  endedAt: 102,
  size: 1,
  retries: 3,
  timeout: 5,
  ...facts,
})

const CLEAN: Attempt = { kind: 'clean' }
const CHANGED: Attempt = { kind: 'changed' }
const SPLIT: Attempt = { kind: 'split' }
const REFUSED: Attempt = { kind: 'refused', reason: 'no' }
const UNANSWERED: Attempt = { kind: 'unanswered', reason: 'late' }
const UNKNOWN: Attempt = { kind: 'unknown', reason: 'unread' }
const DROPPED: Attempt = { kind: 'dropped', reason: 'gone' }
const early = (seconds: number): Attempt => ({ kind: 'early', seconds })

// The longest pause: jitter only makes it shorter.
beforeEach(() => void vi.spyOn(Math, 'random').mockReturnValue(0))
afterEach(() => void vi.restoreAllMocks())

describe('createDirtyKey', () => {
  it('is due for nothing, and shares a call with up to 99 others', () => {
    expect(createDirtyKey('john')).toEqual({
      key: 'john',
      waiters: [],
      dueAt: undefined,
      busyUntil: 0,
      unsettledUntil: 0,
      failures: 0,
      rounds: 0,
      limit: 100,
    })
  })
})

describe('isAwaited', () => {
  it.each<[string, Partial<DirtyKey>, boolean]>([
    ['a clean key', {}, false],
    ['a command', { waiters: [waiter()] }, true],
    ['a command, after failures', { waiters: [waiter()], failures: 3, dueAt: 999 }, true],
    ['a cutoff that passes in 10 s', { dueAt: 110 }, true],
    ['a cutoff that passes later', { dueAt: 110.001 }, false],
    ['a call that is due', { dueAt: 90 }, true],
    ['a try in the background', { dueAt: 100, failures: 1 }, false],
  ])('is right for %s', (_name, facts, awaited) => {
    expect(isAwaited(keyWith(facts), 100)).toBe(awaited)
  })
})

describe('takeBack', () => {
  it.each([
    ['no call', 0],
    ['a call that counts for longer', 100.001],
  ])('changes nothing with %s', (_name, busyUntil) => {
    const one = keyWith({ busyUntil })
    takeBack(one, 100, 5)
    expect(one).toEqual(keyWith({ busyUntil }))
  })

  it.each([
    [undefined, 100],
    [97, 97],
    [130, 130],
  ])('makes a key whose call is lost due at once, unless it is due already (%s)', (dueAt, expected) => {
    const one = keyWith({ busyUntil: 100, dueAt, failures: 2 })
    takeBack(one, 100, 5)
    expect(one).toEqual(keyWith({ busyUntil: 0, dueAt: expected, failures: 3, unsettledUntil: 105 }))
  })
})

describe('advance, after Stream has what was sent', () => {
  it.each([CLEAN, CHANGED, early(2)])(
    'resolves the commands, and forgets failures and halves: %o',
    attempt => {
      const one = keyWith({ failures: 4, limit: 7 })
      const waiters = [waiter(), waiter(2)]
      expect(advance(one, attempt, waiters, progress())).toEqual({
        outcome: { propagated: true },
        late: false,
        waiters,
      })
      expect([one.failures, one.limit]).toEqual([0, BATCH])
    },
  )

  it.each<[number, readonly Waiter[], boolean]>([
    [0, [], false],
    [1, [], true],
    [1, [waiter()], false],
  ])('calls a success after %d failures, with the commands %o, late: %s', (failures, waiters, late) => {
    expect(advance(keyWith({ failures }), CLEAN, waiters, progress())).toMatchObject({ late })
  })

  it('is due for nothing more if nothing has changed', () => {
    const one = keyWith({ rounds: 2 })
    advance(one, CLEAN, [], progress())
    expect(one).toEqual(keyWith())
  })

  it.each([CLEAN, CHANGED, early(2)])(
    'keeps the time of a command that came during the call: %o',
    attempt => {
      const one = keyWith({ dueAt: 101, unsettledUntil: 130 })
      advance(one, attempt, [], progress())
      expect(one.dueAt).toBe(101)
    },
  )

  it.each([
    // Nothing is under way any more.
    [100, undefined],
    [99, undefined],
    // An earlier call may still arrive: another one makes sure, once that one is over.
    [100.001, 102],
    [102, 102],
    [104.5, 104.5],
  ])('with an earlier call unsettled until %s, is due at %s', (unsettledUntil, dueAt) => {
    const one = keyWith({ unsettledUntil })
    advance(one, CLEAN, [], progress())
    expect(one.dueAt).toBe(dueAt)
  })

  it('sends three changes at once, and later ones after growing pauses', () => {
    const one = keyWith()
    const pauses = Array.from({ length: 6 }, () => {
      one.dueAt = undefined
      advance(one, CHANGED, [], progress())
      return Number(one.dueAt) - 102
    })
    expect(pauses).toEqual([0, 0, 0, 0.25, 0.5, 1])
    advance(one, CLEAN, [], progress())
    one.dueAt = undefined
    advance(one, CHANGED, [], progress())
    expect(one.dueAt).toBe(102)
  })

  it.each([
    [0.3, true],
    [10, true],
    [10.001, false],
  ])('with a cutoff %d s ahead, is due once it has passed; propagated: %s', (seconds, propagated) => {
    const one = keyWith({ failures: 3 })
    const step = advance(one, early(seconds), [], progress())
    expect(one.dueAt).toBeCloseTo(102 + seconds + 0.001, 9)
    expect(step).toEqual({
      outcome: propagated
        ? { propagated }
        : { propagated, reason: 'The cutoff is ahead of the clock: Stream gets it once it has passed' },
      late: propagated,
      waiters: [],
    })
    // Nothing waits for a far cutoff, and its late success is an event.
    expect(one.failures).toBe(propagated ? 0 : 1)
  })

  it('slows down a cutoff that never passes, because the clock stands still', () => {
    const one = keyWith()
    const pauses = Array.from({ length: 6 }, () => {
      one.dueAt = undefined
      advance(one, early(0.3), [], progress())
      return Math.round((Number(one.dueAt) - 102) * 1000)
    })
    expect(pauses).toEqual([301, 301, 301, 301, 500, 1000])
  })
})

describe('advance, after a refusal', () => {
  it.each([
    [2, 1],
    [3, 2],
    [5, 3],
    [100, 50],
  ])('of a call with %d keys, tries again at once with %d, and keeps the commands', (size, limit) => {
    const [before, during] = [waiter(1), waiter()]
    const one = keyWith({ waiters: [during] })
    expect(advance(one, SPLIT, [before], progress({ size }))).toBeUndefined()
    expect(one).toEqual(keyWith({ limit, dueAt: 102, waiters: [before, during] }))
    expect(before.tries).toBe(1)
  })

  it('of several keys, keeps the time of a command that came during the call', () => {
    const one = keyWith({ dueAt: 101 })
    advance(one, SPLIT, [], progress({ size: 2 }))
    expect(one.dueAt).toBe(101)
  })

  it('notifies the commands, and tries ten times more with growing pauses', () => {
    const one = keyWith()
    const waiters = [waiter()]
    const outcome = { propagated: false, reason: 'no' }
    expect(advance(one, REFUSED, waiters, progress())).toEqual({ outcome, late: false, waiters })
    const pauses = [Number(one.dueAt) - 102]
    for (let refusal = 2; refusal <= 10; refusal++) {
      one.dueAt = undefined
      expect(advance(one, REFUSED, [], progress())).toEqual({ outcome, late: false, waiters: [] })
      pauses.push(Number(one.dueAt) - 102)
    }
    expect(pauses).toEqual([0.25, 0.5, 1, 2, 4, 8, 16, 32, 60, 60])
    one.dueAt = undefined
    expect(advance(one, REFUSED, [], progress())).toEqual({ outcome, late: true, waiters: [] })
    expect(one.dueAt).toBeUndefined()
  })

  it('keeps the time of a command that came during the call', () => {
    for (const failures of [0, 10]) {
      const one = keyWith({ dueAt: 101, failures })
      advance(one, REFUSED, [], progress())
      expect(one.dueAt).toBe(101)
    }
  })
})

describe('advance, if there is nothing to send any more', () => {
  it('notifies the commands, or else the operator', () => {
    const one = keyWith({ failures: 4 })
    const waiters = [waiter()]
    const outcome = { propagated: false, reason: 'gone' }
    expect(advance(one, DROPPED, waiters, progress())).toEqual({ outcome, late: true, waiters })
    expect(one).toEqual(keyWith())
  })
})

describe('advance, without a response', () => {
  it.each([
    [UNANSWERED, 107],
    [UNKNOWN, 0],
  ])('tries again after a pause, and only %o may still reach Stream', (attempt, unsettledUntil) => {
    const one = keyWith()
    const first = waiter()
    advance(one, attempt, [first], progress())
    expect(one).toEqual(
      keyWith({ failures: 1, dueAt: 102.25, unsettledUntil, waiters: [{ ...first, tries: 1 }] }),
    )
  })

  it('doubles the pause each time, to at most a minute', () => {
    const one = keyWith()
    const pauses = Array.from({ length: 11 }, () => {
      advance(one, UNANSWERED, [], progress())
      return Number(one.dueAt) - 102
    })
    expect(pauses).toEqual([0.25, 0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60])
  })

  it.each([
    [0, 8],
    [0.5, 6],
    [0.999, 4.004],
  ])('takes up to half of the pause off at random: %d of it leaves %d s', (random, pause) => {
    vi.spyOn(Math, 'random').mockReturnValue(random)
    const one = keyWith({ failures: 5 })
    advance(one, UNANSWERED, [], progress())
    expect(Number(one.dueAt) - 102).toBeCloseTo(pause, 9)
  })

  it.each([
    [0, 0],
    [7, 7],
    [30, 30],
    [31, 30],
    [3600, 30],
    [undefined, 8],
  ])('asked to pause for %s s, pauses for %d s', (pause, expected) => {
    const one = keyWith({ failures: 5 })
    advance(one, { ...UNANSWERED, pause }, [], progress())
    expect(Number(one.dueAt) - 102).toBe(expected)
  })

  it('does not let a command that came during the call shorten the pause', () => {
    const one = keyWith({ dueAt: 101 })
    advance(one, UNANSWERED, [], progress())
    expect(one.dueAt).toBe(102.25)
  })

  it('notifies a command once its retries are used up, and keeps the others in order', () => {
    const [old, younger, during] = [waiter(3), waiter(2), waiter(0)]
    const one = keyWith({ waiters: [during] })
    expect(advance(one, UNANSWERED, [old, younger], progress())).toEqual({
      outcome: { propagated: false, reason: 'late' },
      late: false,
      waiters: [old],
    })
    expect([one.waiters, old.tries, younger.tries, during.tries]).toEqual([[younger, during], 4, 3, 0])
  })

  it('notifies at once with no retries', () => {
    const waiters = [waiter()]
    expect(advance(keyWith(), UNKNOWN, waiters, progress({ retries: 0 }))).toMatchObject({
      outcome: { propagated: false, reason: 'unread' },
      waiters,
    })
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Attempt, Attempts, PropagationOutcome } from '../../src/stream-api/outcome.js'
import { createReconciler, type ReconcilerParts } from '../../src/stream-api/reconciler.js'
import { fakeTime, rest } from '../fixture/fake-time.js'
import { type Deferred, deferred } from '../fixture/store-doubles.js'

const CLEAN: Attempt = { kind: 'clean' }
const REFUSED: Attempt = { kind: 'refused', reason: 'no' }
const UNANSWERED: Attempt = { kind: 'unanswered', reason: 'late' }
const DONE: PropagationOutcome = { propagated: true }
const failed = (reason: string): PropagationOutcome => ({ propagated: false, reason })
const CLOSED = failed('The provider was closed')

/** What a call does: an attempt for all its keys, or for each; a promise lasts until the test settles it. */
type Respond = (
  keys: readonly string[],
  index: number,
) => Attempt | Readonly<Record<string, Attempt>> | Promise<Attempt>

const seconds = (): number => performance.now() / 1000

function setUp(respond: Respond = () => CLEAN, facts: Partial<ReconcilerParts> = {}) {
  const calls: { readonly keys: readonly string[]; readonly at: number }[] = []
  const events: [key: string, outcome: PropagationOutcome, at: number][] = []
  const send = async (keys: readonly string[]): Promise<Attempts> => {
    const index = calls.push({ keys, at: seconds() }) - 1
    const result = await respond(keys, index)
    return new Map(keys.map(key => [key, 'kind' in result ? (result as Attempt) : (result[key] ?? CLEAN)]))
  }
  const reconciler = createReconciler({
    send,
    isShared: key => !key.startsWith('!'),
    retries: 0,
    timeout: 5,
    longestCall: 10,
    onOutcome: (key, outcome) => events.push([key, outcome, seconds()]),
    ...facts,
  })
  const outcomes = async (...keys: string[]) => Object.fromEntries(await reconciler.reconcile(keys))
  return { calls, events, reconciler, outcomes, keysOf: () => calls.map(({ keys }) => keys) }
}

const idsOf = (count: number): string[] => Array.from({ length: count }, (_, at) => `user-${at}`)
/** Every pause has its whole length. */
const advance = (time: number): Promise<unknown> => vi.advanceTimersByTimeAsync(time * 1000)

beforeEach(() => {
  fakeTime(0)
  // Zero means "no call" in places: no test may begin at that time.
  vi.advanceTimersByTime(1000)
  vi.spyOn(Math, 'random').mockReturnValue(0)
})
afterEach(() => {
  // In this order: the reverse order would restore the fake timers.
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('reconcile', () => {
  it('makes a call at once, notifies the command and the operator, and leaves no timer', async () => {
    const { calls, events, outcomes } = setUp()
    expect(await outcomes('a', 'b')).toEqual({ a: DONE, b: DONE })
    expect([calls, events]).toEqual([
      [{ keys: ['a', 'b'], at: 1 }],
      [
        ['a', DONE, 1],
        ['b', DONE, 1],
      ],
    ])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('puts up to 100 keys into a call, and a key of its own kind into one alone', async () => {
    const { outcomes, keysOf } = setUp()
    await outcomes(...idsOf(250), '!a', '!b')
    expect(keysOf().map(keys => keys.length)).toEqual([100, 100, 50, 1, 1])
    expect(keysOf().flat()).toEqual([...idsOf(250), '!a', '!b'])
  })

  it('never puts a key of its own kind beside others, whichever comes first', async () => {
    const { outcomes, keysOf } = setUp()
    await outcomes('!a', 'b', '!c', 'd')
    expect(keysOf()).toEqual([['!a'], ['b', 'd'], ['!c']])
  })

  it('has at most four calls under way', async () => {
    const held: Deferred<Attempt>[] = []
    const { outcomes, calls } = setUp(() => {
      const one = deferred<Attempt>()
      held.push(one)
      return one.promise
    })
    const all = outcomes(...idsOf(600))
    await advance(3)
    expect(calls).toHaveLength(4)
    held[2]?.resolve(CLEAN)
    await rest()
    expect(calls).toHaveLength(5)
    for (const one of held) one.resolve(CLEAN)
    await rest()
    for (const one of held) one.resolve(CLEAN)
    expect(Object.values(await all)).toEqual(Array(600).fill(DONE))
    expect(calls).toHaveLength(6)
  })

  it('D7: makes one more call for a key in flight, however many commands come meanwhile', async () => {
    const held = deferred<Attempt>()
    const { outcomes, calls, events } = setUp((_keys, index) => (index === 0 ? held.promise : CLEAN))
    const first = outcomes('a')
    const others = Array.from({ length: 20_000 }, () => outcomes('a'))
    expect(await outcomes('b')).toEqual({ b: DONE })
    await advance(2)
    expect(calls).toHaveLength(2)
    held.resolve(CLEAN)
    expect(await first).toEqual({ a: DONE })
    expect(await Promise.all(others)).toEqual(Array(20_000).fill({ a: DONE }))
    expect(calls.map(({ keys }) => keys)).toEqual([['a'], ['b'], ['a']])
    expect(events).toHaveLength(3)
  })

  it('sends keys of commands that wait before those that failed before', async () => {
    const { outcomes, keysOf } = setUp((_keys, index) => (index < 4 ? UNANSWERED : new Promise(() => {})))
    await outcomes('!a', '!b', '!c', '!d')
    vi.setSystemTime(0)
    const waiting = idsOf(3).map(key => outcomes(`!${key}`))
    await advance(0.3)
    // Three calls hang, so one place is left for the four that failed.
    expect(keysOf().slice(4)).toEqual([['!user-0'], ['!user-1'], ['!user-2'], ['!a']])
    expect(waiting).toHaveLength(3)
  })

  it('gives a new command a place before all keys that failed before', async () => {
    let up = false
    const { outcomes, keysOf } = setUp(() => (up ? CLEAN : UNANSWERED))
    await outcomes('!a', '!b', '!c', '!d', '!e', '!f')
    up = true
    vi.advanceTimersByTime(250)
    // Without a turn in between: the timer of the six has fired as the command comes.
    await outcomes('!new')
    expect(keysOf().slice(6, 11).flat()).toContain('!new')
  })
})

describe('a refused call for several keys', () => {
  it.each([
    [1, ['user-0']],
    [8, ['user-5']],
    [100, ['user-63']],
    [100, ['user-0', 'user-99']],
  ])('of %d is halved until only %j is refused', async (count, bad) => {
    const { calls, outcomes } = setUp(keys => {
      if (!keys.some(key => bad.includes(key))) return CLEAN
      return keys.length > 1 ? { kind: 'split' } : REFUSED
    })
    const found = await outcomes(...idsOf(count))
    expect(Object.entries(found).filter(([, { propagated }]) => !propagated)).toEqual(
      bad.map(key => [key, failed('no')]),
    )
    const depth = Math.ceil(Math.log2(count))
    expect(calls.length).toBeLessThanOrEqual(1 + 2 * depth * bad.length)
  })

  it('does not put a key that was refused alone into a call with others', async () => {
    const held = deferred<Attempt>()
    const { outcomes, keysOf } = setUp((keys, index) => {
      if (keys[0]?.startsWith('!') === true) return held.promise
      if (index === 0) return { kind: 'split' }
      return keys.includes('a') ? REFUSED : CLEAN
    })
    await outcomes('a', 'b')
    expect(keysOf()).toEqual([['a', 'b'], ['a'], ['b']])
    // All places are taken until the refused key is due too.
    void outcomes('!1', '!2', '!3', '!4')
    const later = outcomes('c', 'd')
    await advance(0.3)
    held.resolve(CLEAN)
    await later
    expect(keysOf().slice(7)).toEqual([['c', 'd'], ['a']])
  })

  it('is refused for good after ten more tries, with an event', async () => {
    const { calls, events, outcomes } = setUp(() => REFUSED)
    expect(await outcomes('a')).toEqual({ a: failed('no') })
    await advance(3600)
    expect(calls).toHaveLength(11)
    expect(events.map(([key, outcome]) => [key, outcome])).toEqual([
      ['a', failed('no')],
      ['a', failed('no')],
    ])
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('without a response', () => {
  it('notifies a command after its retries, and tries on in the background until it works', async () => {
    const { calls, events, outcomes } = setUp((_keys, index) => (index < 6 ? UNANSWERED : CLEAN), {
      retries: 2,
    })
    const found = outcomes('a')
    await advance(0.75)
    expect(await found).toEqual({ a: failed('late') })
    expect(calls.map(({ at }) => at)).toEqual([1, 1.25, 1.75])
    await advance(60)
    expect(calls.map(({ at }) => at)).toEqual([1, 1.25, 1.75, 2.75, 4.75, 8.75, 16.75])
    // The last unanswered call, at 8.75 s, may arrive until 13.75 s: the one at 16.75 s has settled it.
    expect(events).toEqual([
      ['a', failed('late'), 1.75],
      ['a', DONE, 16.75],
    ])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('counts a call that throws as one without a response', async () => {
    let calls = 0
    const { outcomes } = setUp(undefined, {
      send: async keys => {
        if (++calls === 1) throw new Error('the clock failed')
        return new Map(keys.map(key => [key, CLEAN]))
      },
    })
    expect(await outcomes('a', 'b')).toEqual({ a: failed('The call failed'), b: failed('The call failed') })
    await advance(0.25)
    expect(calls).toBe(2)
  })

  it('makes one more call for a command that comes during a call after a failure', async () => {
    const held = deferred<Attempt>()
    const { calls, outcomes } = setUp((_keys, index) => [REFUSED, held.promise][index] ?? CLEAN)
    await outcomes('a')
    await advance(0.25)
    const found = outcomes('a')
    held.resolve(CLEAN)
    expect(await found).toEqual({ a: DONE })
    expect(calls.map(({ at }) => at)).toEqual([1, 1.25, 1.25])
  })

  it('remembers an earlier call that may still arrive, although there was nothing to send meanwhile', async () => {
    const attempts = [UNANSWERED, { kind: 'dropped', reason: 'gone' } as const]
    const { calls, outcomes } = setUp((_keys, index) => attempts[index] ?? CLEAN)
    await outcomes('a')
    await advance(1)
    await outcomes('b')
    await outcomes('a')
    await advance(60)
    const times = calls.filter(({ keys }) => keys.includes('a')).map(({ at }) => at)
    expect(times).toEqual([1, 1.25, 2, 6])
  })

  it('tries again, at least every minute, for as long as it takes', async () => {
    const { calls, outcomes } = setUp(() => UNANSWERED)
    await outcomes('a')
    await advance(3600)
    const pauses = calls.map(({ at }, index) => at - (calls[index - 1]?.at ?? at)).slice(1)
    expect(pauses.slice(0, 12)).toEqual([0.25, 0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60])
    expect(Math.max(...pauses)).toBe(60)
  })

  it('makes no call sooner for a command that comes during a pause', async () => {
    const { calls, outcomes } = setUp((_keys, index) => (index < 4 ? UNANSWERED : CLEAN))
    await outcomes('a')
    await advance(2)
    expect(calls).toHaveLength(4)
    const found = outcomes('a')
    await advance(1.7)
    expect(calls).toHaveLength(4)
    await advance(0.05)
    expect([await found, calls.length]).toEqual([{ a: DONE }, 5])
  })

  it('sends once more when an earlier call can no longer arrive', async () => {
    const { calls, events, outcomes } = setUp((_keys, index) => (index === 0 ? UNANSWERED : CLEAN), {
      retries: 1,
    })
    const found = outcomes('a')
    await advance(0.25)
    expect(await found).toEqual({ a: DONE })
    await advance(4.74)
    expect(calls.map(({ at }) => at)).toEqual([1, 1.25])
    await advance(0.01)
    expect(calls.map(({ at }) => at)).toEqual([1, 1.25, 6])
    await advance(60)
    expect([calls.length, events, vi.getTimerCount()]).toEqual([3, [['a', DONE, 1.25]], 0])
  })

  it('sends once more for a new command while an earlier call can still arrive', async () => {
    const { calls, outcomes } = setUp((_keys, index) => (index === 0 ? UNANSWERED : CLEAN))
    await outcomes('a')
    await advance(1)
    await outcomes('a')
    await advance(60)
    expect(calls.map(({ at }) => at)).toEqual([1, 1.25, 2, 6])
  })

  it.each([
    [10_000, 0],
    [10_250, 250],
  ])('for %d keys, gives up %d of them with an event', async (count, given) => {
    let up = false
    const { events, outcomes } = setUp(() => (up ? CLEAN : UNANSWERED))
    expect(Object.values(await outcomes(...idsOf(count)))).toEqual(Array(count).fill(failed('late')))
    const tooMany = events.filter(
      ([, outcome]) => !outcome.propagated && outcome.reason === 'Too many changes wait for Stream',
    )
    expect(tooMany).toHaveLength(given)
    up = true
    events.length = 0
    await advance(30)
    expect(events).toHaveLength(10_000)
    expect(new Set(events.map(([, outcome]) => outcome))).toEqual(new Set([DONE]))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('gives up no key for which a command waits', async () => {
    const { events, outcomes } = setUp((_keys, index) => (index < 150 ? UNANSWERED : CLEAN), { retries: 3 })
    const found = outcomes(...idsOf(10_100))
    await advance(30)
    expect(new Set(Object.values(await found))).toEqual(new Set([DONE]))
    expect(events).toHaveLength(10_100)
  })
})

describe('a call that never ends', () => {
  it('is lost after the longest time of a call: its key is sent again, and its place is free', async () => {
    const { calls, events, outcomes } = setUp((_keys, index) => (index < 4 ? new Promise(() => {}) : CLEAN))
    for (const key of ['!a', '!b', '!c', '!d']) void outcomes(key)
    const found = outcomes('!e')
    await advance(9.999)
    expect(calls).toHaveLength(4)
    await advance(0.001)
    expect(await found).toEqual({ '!e': DONE })
    const again = calls.filter(({ at }) => at === 11).map(({ keys }) => keys[0])
    expect(again.sort()).toEqual(['!a', '!b', '!c', '!d', '!e'])
    // The lost call may still arrive.
    await advance(4.999)
    expect(calls).toHaveLength(9)
    await advance(0.001)
    expect(calls).toHaveLength(13)
    await advance(60)
    expect([calls.length, vi.getTimerCount()]).toEqual([13, 0])
    expect(events.map(([key]) => key).sort()).toEqual(['!a', '!b', '!c', '!d', '!e'])
  })

  it('does not end the later call of its key, if it ends after all', async () => {
    const [lost, second] = [deferred<Attempt>(), deferred<Attempt>()]
    const { calls, outcomes } = setUp((_keys, index) => [lost, second][index]?.promise ?? CLEAN)
    const first = outcomes('a')
    await advance(10)
    expect(calls).toHaveLength(2)
    lost.resolve(CLEAN)
    expect(await first).toEqual({ a: DONE })
    const found = outcomes('a')
    await advance(1)
    // The second call is still under way.
    expect(calls).toHaveLength(2)
    second.resolve(CLEAN)
    expect(await found).toEqual({ a: DONE })
  })
})

describe('the timer', () => {
  const holds = (): unknown => vi.mocked(setTimeout).mock.results.at(-1)?.value.hasRef()

  it('does not keep the process alive for a try in the background', async () => {
    vi.spyOn(globalThis, 'setTimeout')
    const { outcomes } = setUp(() => UNANSWERED)
    await outcomes('a')
    expect([vi.getTimerCount(), holds()]).toEqual([1, false])
  })

  it.each<[string, Attempt, number]>([
    ['a retry of a command', UNANSWERED, 3],
    ['a cutoff that passes soon', { kind: 'early', seconds: 2 }, 0],
  ])('keeps the process alive for %s', async (_name, attempt, retries) => {
    vi.spyOn(globalThis, 'setTimeout')
    const { outcomes } = setUp(() => attempt, { retries })
    void outcomes('a')
    await rest()
    expect([vi.getTimerCount(), holds()]).toEqual([1, true])
  })

  it('keeps the process alive while all places are taken', async () => {
    vi.spyOn(globalThis, 'setTimeout')
    const { outcomes } = setUp(() => new Promise(() => {}))
    for (const key of ['!a', '!b', '!c', '!d']) void outcomes(key)
    expect([vi.getTimerCount(), holds()]).toEqual([1, true])
  })

  it('sleeps until one of the calls ends, while keys wait for their place', async () => {
    vi.spyOn(globalThis, 'setTimeout')
    const { outcomes } = setUp(() => new Promise(() => {}))
    for (const key of ['!a', '!b', '!c', '!d', '!e']) void outcomes(key)
    await rest()
    expect(vi.mocked(setTimeout).mock.calls.at(-1)?.[1]).toBe(10_000)
  })

  it('keeps the process alive for a cutoff although another key is tried in the background', async () => {
    vi.spyOn(globalThis, 'setTimeout')
    const { outcomes } = setUp(([key]) => (key === '!a' ? UNANSWERED : { kind: 'early', seconds: 2 }))
    await outcomes('!a')
    await outcomes('b')
    expect([vi.getTimerCount(), holds()]).toEqual([1, true])
  })

  it('works where timers are numbers', async () => {
    vi.stubGlobal('setTimeout', () => 7)
    const { outcomes } = setUp(() => UNANSWERED)
    const found = [await outcomes('a'), await outcomes('b')]
    vi.unstubAllGlobals()
    expect(found).toEqual([{ a: failed('late') }, { b: failed('late') }])
  })

  it('waits at most as long as timers can', async () => {
    const { calls, outcomes } = setUp(() => ({ kind: 'early', seconds: 3_000_000 }))
    await outcomes('a')
    await advance(2_147_483)
    expect(calls).toHaveLength(1)
    await advance(900_000)
    expect(calls).toHaveLength(2)
  })
})

describe('idle', () => {
  async function isIdle(idle: Promise<void>): Promise<boolean> {
    let over = false
    void idle.then(() => {
      over = true
    })
    await rest()
    return over
  }

  it('resolves at once for keys that are clean', async () => {
    const { reconciler, outcomes } = setUp(() => new Promise(() => {}))
    void outcomes('a')
    expect([await isIdle(reconciler.idle(['b'])), await isIdle(reconciler.idle([]))]).toEqual([true, true])
    expect(await isIdle(reconciler.idle(['b', 'a']))).toBe(false)
  })

  it('waits for the call, for its retries and for a cutoff to pass', async () => {
    const attempts = [UNANSWERED, { kind: 'early', seconds: 1 } as const, CLEAN]
    const { reconciler, outcomes } = setUp((_keys, index) => attempts[index] ?? CLEAN, { retries: 1 })
    void outcomes('a')
    const idle = reconciler.idle(['a'])
    expect(await isIdle(idle)).toBe(false)
    await advance(0.25)
    expect(await isIdle(idle)).toBe(false)
    await advance(1)
    expect(await isIdle(idle)).toBe(false)
    await advance(0.001)
    // The first call may still arrive: one more makes sure.
    expect(await isIdle(idle)).toBe(false)
    await advance(4)
    expect(await isIdle(idle)).toBe(true)
  })

  it('does not wait for tries in the background', async () => {
    const { reconciler, outcomes } = setUp(() => UNANSWERED)
    void outcomes('a')
    const idle = reconciler.idle(['a'])
    expect(await isIdle(idle)).toBe(true)
  })

  it('resolves when the provider is closed', async () => {
    const { reconciler, outcomes } = setUp(() => new Promise(() => {}))
    void outcomes('a')
    const idle = reconciler.idle(['a'])
    const closing = reconciler.close(2)
    await advance(2)
    await closing
    expect(await isIdle(idle)).toBe(true)
  })
})

describe('close', () => {
  it('resolves at once if nothing is dirty, and notifies later commands', async () => {
    const { calls, events, reconciler, outcomes } = setUp()
    await outcomes('a')
    await reconciler.close(5)
    expect(await outcomes('b', 'c')).toEqual({ b: CLOSED, c: CLOSED })
    expect([calls.length, events.length, vi.getTimerCount()]).toEqual([1, 1, 0])
  })

  it('waits for calls under way, and for those that are due after them', async () => {
    const held = deferred<Attempt>()
    const { calls, reconciler, outcomes } = setUp((_keys, index) => (index === 0 ? held.promise : CLEAN))
    const all = [outcomes('a'), outcomes('a')]
    let closed = false
    const closing = reconciler.close(5).then(() => {
      closed = true
    })
    await advance(4.9)
    expect(closed).toBe(false)
    held.resolve(CLEAN)
    await closing
    expect([await Promise.all(all), calls.length, vi.getTimerCount()]).toEqual([
      [{ a: DONE }, { a: DONE }],
      2,
      0,
    ])
  })

  it('waits for a cutoff to pass', async () => {
    const { calls, events, reconciler, outcomes } = setUp((_keys, index) =>
      index === 0 ? { kind: 'early', seconds: 1 } : CLEAN,
    )
    await outcomes('a')
    const closing = reconciler.close(5)
    await advance(1.01)
    await closing
    expect([calls.map(({ at }) => at), events.length]).toEqual([[1, 2.001], 1])
  })

  it('waits for a cutoff to pass that a call under way was too early for', async () => {
    const held = deferred<Attempt>()
    const { calls, reconciler, outcomes } = setUp((_keys, index) => (index === 0 ? held.promise : CLEAN))
    void outcomes('a')
    const closing = reconciler.close(5)
    held.resolve({ kind: 'early', seconds: 1 })
    await advance(1.01)
    await closing
    expect(calls.map(({ at }) => at)).toEqual([1, 2.001])
  })

  it('makes no further call for a key that a retry in the background has settled', async () => {
    const held = deferred<Attempt>()
    const { calls, events, reconciler, outcomes } = setUp((_keys, index) =>
      index === 0 ? REFUSED : held.promise,
    )
    await outcomes('a')
    await advance(0.25)
    const closing = reconciler.close(5)
    held.resolve(CLEAN)
    await closing
    expect([calls.length, events]).toEqual([
      2,
      [
        ['a', failed('no'), 1],
        ['a', DONE, 1.25],
      ],
    ])
  })

  it('gives up what found no place for its last try, with an event', async () => {
    let hangs = false
    const { events, reconciler, outcomes } = setUp(() => (hangs ? new Promise(() => {}) : UNANSWERED))
    await outcomes('!a', '!b', '!c', '!d', '!e')
    events.length = 0
    hangs = true
    const closing = reconciler.close(1)
    await advance(1)
    await closing
    expect([events, vi.getTimerCount()]).toEqual([[['!e', CLOSED, 2]], 0])
  })

  it('tries what failed once more at once, and gives it up with an event', async () => {
    let up = false
    const { calls, events, reconciler, outcomes } = setUp(keys =>
      up && keys.includes('!a') ? CLEAN : UNANSWERED,
    )
    await outcomes('!a', '!b')
    await advance(21)
    up = true
    events.length = 0
    const before = calls.length
    await reconciler.close(5)
    expect(calls.slice(before)).toEqual([
      { keys: ['!a'], at: 22 },
      { keys: ['!b'], at: 22 },
    ])
    expect(events).toEqual([
      ['!a', DONE, 22],
      ['!b', CLOSED, 22],
    ])
    await advance(120)
    expect([calls.length, vi.getTimerCount()]).toEqual([before + 2, 0])
  })

  it('gives up what was refused, and does not report it twice', async () => {
    const held = deferred<Attempt>()
    const { events, reconciler, outcomes } = setUp(() => held.promise)
    const found = outcomes('a')
    const closing = reconciler.close(5)
    held.resolve(REFUSED)
    await closing
    expect([await found, events]).toEqual([{ a: failed('no') }, [['a', failed('no'), 1]]])
  })

  it('goes on with the retries of a command', async () => {
    const { calls, reconciler, outcomes } = setUp((_keys, index) => (index < 2 ? UNANSWERED : CLEAN), {
      retries: 3,
    })
    const found = outcomes('a')
    await rest()
    const closing = reconciler.close(5)
    await advance(0.75)
    expect(await found).toEqual({ a: DONE })
    await closing
    // The retry of a command that was pausing is made at once, the next after its pause.
    expect(calls.map(({ at }) => at)).toEqual([1, 1, 1.5])
  })

  it('waits for a cutoff to pass although an earlier call may still arrive', async () => {
    const attempts = [UNANSWERED, { kind: 'early', seconds: 1 } as const]
    const { calls, reconciler, outcomes } = setUp((_keys, index) => attempts[index] ?? CLEAN, { retries: 1 })
    const found = outcomes('a')
    await advance(0.25)
    await found
    const closing = reconciler.close(5)
    await advance(1.01)
    await closing
    expect([calls.length, vi.getTimerCount()]).toEqual([3, 0])
  })

  it('does not wait until an earlier call can no longer arrive', async () => {
    const { calls, reconciler, outcomes } = setUp((_keys, index) => (index === 0 ? UNANSWERED : CLEAN), {
      retries: 1,
    })
    const found = outcomes('a')
    await advance(0.25)
    await found
    await reconciler.close(5)
    expect([calls.length, vi.getTimerCount()]).toEqual([2, 0])
  })

  it.each([0.5, 5])('ends after %d s, whatever hangs, and notifies every command', async limit => {
    const held = deferred<Attempt>()
    const { events, reconciler, outcomes } = setUp(() => held.promise)
    const first = outcomes('a')
    const second = outcomes('a')
    let closed = 0
    const closing = reconciler.close(limit).then(() => {
      closed = seconds()
    })
    await advance(limit - 0.001)
    expect(closed).toBe(0)
    await advance(0.001)
    await closing
    expect([closed, await second]).toEqual([1 + limit, { a: CLOSED }])
    expect([events, vi.getTimerCount()]).toEqual([[['a', CLOSED, 1 + limit]], 0])
    held.resolve(CLEAN)
    expect(await first).toEqual({ a: DONE })
    await rest()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('notifies a command whose call fails after it', async () => {
    const held = deferred<Attempt>()
    const { calls, reconciler, outcomes } = setUp(() => held.promise, { retries: 3 })
    const found = outcomes('a')
    const closing = reconciler.close(1)
    await advance(1)
    await closing
    held.resolve(UNANSWERED)
    expect(await found).toEqual({ a: CLOSED })
    await advance(60)
    expect([calls.length, vi.getTimerCount()]).toEqual([1, 0])
  })
})

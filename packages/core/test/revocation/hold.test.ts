import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TokenProviderError } from '../../src/errors/errors.js'
import { createHold } from '../../src/revocation/hold.js'
import { createSlots } from '../../src/settings/slots.js'
import { NOW } from '../fixture/fixed-provider.js'

const now = (): number => Date.now() / 1000

/** Records the outcome of each wait, and its duration in milliseconds. */
function setUp({ clock = now, maxHeld = 10_000, held = createSlots() } = {}) {
  const hold = createHold(clock, () => held, maxHeld)
  const ends: string[] = []
  const start = performance.now()
  const wait = (instant: number, signal?: AbortSignal): void => {
    const elapsed = (): number => Math.round(performance.now() - start)
    hold(instant, signal).then(
      () => ends.push(`held ${elapsed()}`),
      ({ reason }) => ends.push(`${reason} ${elapsed()}`),
    )
  }
  return { wait, ends, held }
}

beforeEach(() => {
  // `performance.now()` follows the timers, even if the clock is changed or stands still.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: NOW * 1000 })
})
afterEach(() => void vi.useRealTimers())

describe('createHold', () => {
  it.each([
    [NOW - 5, 0],
    [NOW, 0],
    [NOW + 0.5, 500],
    [NOW + 1.2, 1200],
    [NOW + 2, 2000],
  ])('waits until %s: %d ms', async (instant, milliseconds) => {
    const { wait, ends, held } = setUp()
    wait(instant)
    await vi.advanceTimersByTimeAsync(3000)
    expect([ends, held.taken.size, vi.getTimerCount()]).toEqual([[`held ${milliseconds}`], 0, 0])
  })

  it('refuses at once to wait for more than 2 s', async () => {
    const { wait, ends, held } = setUp()
    wait(NOW + 2.001)
    await vi.advanceTimersByTimeAsync(0)
    expect([ends, held.taken.size, vi.getTimerCount()]).toEqual([['revocation_in_force 0'], 0, 0])
  })

  it('ends all waits for the same instant at that instant, whenever they started', async () => {
    const { wait, ends, held } = setUp()
    for (let at = 0; at < 1000; at++) wait(NOW + 1)
    await vi.advanceTimersByTimeAsync(300)
    for (let at = 0; at < 1000; at++) wait(NOW + 1)
    wait(NOW + 1.5)
    expect(held.taken.size).toBe(2001)
    await vi.advanceTimersByTimeAsync(700)
    expect(ends).toEqual(Array(2000).fill('held 1000'))
    await vi.advanceTimersByTimeAsync(500)
    expect([ends.at(-1), held.taken.size, vi.getTimerCount()]).toEqual(['held 1500', 0, 0])
  })

  it('allows at most maxHeld waits, counted across all that share the slots', async () => {
    const held = createSlots()
    const [one, other] = [setUp({ maxHeld: 3, held }), setUp({ maxHeld: 3, held })]
    for (const { wait } of [one, other, one, other, one]) wait(NOW + 1)
    one.wait(NOW - 1)
    await vi.advanceTimersByTimeAsync(0)
    expect(held.taken.size).toBe(3)
    expect([one.ends.toSorted(), other.ends]).toEqual([
      ['held 0', 'revocation_in_force 0'],
      ['revocation_in_force 0'],
    ])
    await vi.advanceTimersByTimeAsync(1000)
    expect(held.taken.size).toBe(0)
    one.wait(now() + 1)
    expect(held.taken.size).toBe(1)
  })

  it('needs no slot if the instant has come', async () => {
    const { wait, ends } = setUp({ maxHeld: 0 })
    wait(NOW)
    wait(NOW + 0.001)
    await vi.advanceTimersByTimeAsync(0)
    expect(ends.toSorted()).toEqual(['held 0', 'revocation_in_force 0'])
  })

  it('frees the slot of no wait that still lasts', async () => {
    const { wait, ends } = setUp({ maxHeld: 1 })
    wait(NOW + 2)
    await vi.advanceTimersByTimeAsync(1500)
    for (let at = 0; at < 3; at++) {
      wait(NOW + 1.8)
      await vi.advanceTimersByTimeAsync(10)
    }
    await vi.advanceTimersByTimeAsync(500)
    expect(ends).toEqual([...[1500, 1510, 1520].map(at => `revocation_in_force ${at}`), 'held 2000'])
  })

  it.each([
    ['throws later', 2],
    ['throws at once', 1],
  ])('rejects the wait if the clock %s', async (_name, good) => {
    let reads = 0
    const clock = (): number => {
      if (reads++ < good) return NOW
      throw new TokenProviderError('internal_error')
    }
    const { wait, ends, held } = setUp({ clock })
    wait(NOW + 1)
    await vi.advanceTimersByTimeAsync(1000)
    expect([ends, held.taken.size, vi.getTimerCount()]).toEqual([
      [`internal_error ${good === 1 ? 0 : 1000}`],
      0,
      0,
    ])
  })

  it('ends the wait whose signal aborts, and no other', async () => {
    const { wait, ends, held } = setUp()
    const [one, other] = [new AbortController(), new AbortController()]
    wait(NOW + 1, one.signal)
    wait(NOW + 1, other.signal)
    one.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect([ends, held.taken.size, vi.getTimerCount()]).toEqual([['revocation_in_force 0'], 1, 1])
    other.abort()
    await vi.advanceTimersByTimeAsync(0)
    expect([ends.length, held.taken.size, vi.getTimerCount()]).toEqual([2, 0, 0])
    wait(NOW + 1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(ends.at(-1)).toBe('held 1000')
  })

  it('refuses to wait if the signal has already aborted', async () => {
    const { wait, ends, held } = setUp()
    wait(NOW + 1, AbortSignal.abort())
    await vi.advanceTimersByTimeAsync(0)
    expect([ends, held.taken.size, vi.getTimerCount()]).toEqual([['revocation_in_force 0'], 0, 0])
  })

  it('removes its listener from a signal that outlives the wait', async () => {
    const { wait, held } = setUp()
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    wait(NOW + 1, signal)
    await vi.advanceTimersByTimeAsync(1000)
    expect([added.mock.calls.length, removed.mock.calls.length]).toEqual([1, 1])
    expect(removed.mock.calls[0]).toEqual(added.mock.calls[0])
    expect(held.taken.size).toBe(0)
  })

  it('checks the clock when a timer fires early', async () => {
    let lag = 0.003
    const { wait, ends } = setUp({ clock: () => now() - lag })
    wait(NOW + 1 - lag)
    lag = 0.008
    await vi.advanceTimersByTimeAsync(1000)
    expect(ends).toEqual([])
    await vi.advanceTimersByTimeAsync(5)
    expect(ends).toEqual(['held 1005'])
  })

  it.each([0.0001, 0.1, 0.3, 0.7, 1, 1.2, 1.9, 2])(
    'gives up after at most 2 s if the clock stands still %d s before the instant',
    async ahead => {
      const { wait, ends, held } = setUp({ clock: () => NOW })
      wait(NOW + ahead)
      await vi.advanceTimersByTimeAsync(2001)
      expect([ends.length, held.taken.size, vi.getTimerCount()]).toEqual([1, 0, 0])
      expect(ends[0]).toMatch(/^revocation_in_force (1\d\d\d|2000|2001)$/)
    },
  )

  it('gives up if the clock is set back during the wait', async () => {
    let back = 0
    const { wait, ends } = setUp({ clock: () => now() - back })
    wait(NOW + 1)
    back = 3600
    await vi.advanceTimersByTimeAsync(1000)
    expect(ends).toEqual(['revocation_in_force 1000'])
  })

  it('does not wait longer if the clock is set ahead during the wait', async () => {
    let ahead = 0
    const { wait, ends } = setUp({ clock: () => now() + ahead })
    wait(NOW + 1)
    ahead = 3600
    await vi.advanceTimersByTimeAsync(1000)
    expect(ends).toEqual(['held 1000'])
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSlots, sweepSlots, takeSlot } from '../../src/settings/slots.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('slots', () => {
  it('are taken until they are freed', () => {
    const slots = createSlots()
    const free = takeSlot(slots, 1)
    expect(slots.taken.size).toBe(1)
    free()
    expect(slots.taken.size).toBe(0)
  })

  it('expire if they are not freed, once a slot is needed', async () => {
    const slots = createSlots()
    takeSlot(slots, 10)
    vi.advanceTimersByTime(1000)
    const free = takeSlot(slots, 10)
    vi.advanceTimersByTime(8999)
    expect(sweepSlots(slots, 2)).toBeUndefined()
    vi.advanceTimersByTime(1)
    expect(sweepSlots(slots, 3)).toBeUndefined()
    const swept = sweepSlots(slots, 2)
    vi.advanceTimersByTime(1)
    await swept
    expect(slots.taken.size).toBe(1)
    free()
    expect(slots.taken.size).toBe(0)
  })

  it('expire even if an earlier slot is taken for longer', async () => {
    const slots = createSlots()
    takeSlot(slots, 60)
    takeSlot(slots, 1)
    vi.advanceTimersByTime(1000)
    const swept = sweepSlots(slots, 2)
    vi.advanceTimersByTime(1)
    await swept
    expect(slots.taken.size).toBe(1)
  })

  it('do not expire before overdue timers have had a chance to free them', async () => {
    vi.useRealTimers()
    const slots = createSlots()
    const order: string[] = []
    const free = takeSlot(slots, 0.01)
    setTimeout(() => {
      order.push('freed')
      free()
    }, 5)
    const end = performance.now() + 30
    while (performance.now() < end);
    await sweepSlots(slots, 1)?.then(() => order.push('swept'))
    expect(order).toEqual(['freed', 'swept'])
  })

  it('are swept by one request at a time, and by another once that request has ended', async () => {
    const slots = createSlots()
    takeSlot(slots, 10)
    takeSlot(slots, 10)
    vi.advanceTimersByTime(10_000)
    const begins = (): boolean => sweepSlots(slots, 2) !== undefined
    expect([begins(), begins(), begins(), vi.getTimerCount()]).toEqual([true, false, false, 1])
    // The clock advances, but the timer never fires: it ended with the waiting request.
    const clock = vi.spyOn(performance, 'now')
    clock.mockReturnValue(10_999)
    expect(begins()).toBe(false)
    clock.mockReturnValue(11_000)
    expect([begins(), begins()]).toEqual([true, false])
  })

  it('are swept again when the next one expires', async () => {
    const slots = createSlots()
    takeSlot(slots, 1)
    takeSlot(slots, 3)
    vi.advanceTimersByTime(1000)
    const first = sweepSlots(slots, 2)
    vi.advanceTimersByTime(1)
    await first
    expect(slots.taken.size).toBe(1)
    vi.advanceTimersByTime(1998)
    expect(sweepSlots(slots, 1)).toBeUndefined()
    vi.advanceTimersByTime(1)
    const second = sweepSlots(slots, 1)
    vi.advanceTimersByTime(1)
    await second
    expect(slots.taken.size).toBe(0)
  })

  it('are freed once: a slot taken later stays taken', () => {
    const slots = createSlots()
    const free = takeSlot(slots, 1)
    free()
    takeSlot(slots, 1)
    free()
    expect(slots.taken.size).toBe(1)
  })
})

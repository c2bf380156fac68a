import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Slots, sweepSlots, takeSlot } from '../src/slots.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('slots', () => {
  it('are taken until they are freed', () => {
    const slots: Slots = new Set()
    const free = takeSlot(slots, 1)
    expect(slots.size).toBe(1)
    free()
    expect(slots.size).toBe(0)
  })

  it('lapse where nobody frees them, once room is needed', async () => {
    const slots: Slots = new Set()
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
    expect(slots.size).toBe(1)
    free()
    expect(slots.size).toBe(0)
  })

  it('lapse behind one that is taken for longer', async () => {
    const slots: Slots = new Set()
    takeSlot(slots, 60)
    takeSlot(slots, 1)
    vi.advanceTimersByTime(1000)
    const swept = sweepSlots(slots, 2)
    vi.advanceTimersByTime(1)
    await swept
    expect(slots.size).toBe(1)
  })

  it('do not lapse before what is due to free them: a process that stood still is behind with its timers', async () => {
    vi.useRealTimers()
    const slots: Slots = new Set()
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

  it('are freed once: the slot of another stays taken', () => {
    const slots: Slots = new Set()
    const free = takeSlot(slots, 1)
    free()
    takeSlot(slots, 1)
    free()
    expect(slots.size).toBe(1)
  })
})

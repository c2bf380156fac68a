import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { hasSlot, type Slots, takeSlot } from '../src/slots.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('slots', () => {
  it('are as many as there may be, until one is freed', () => {
    const slots: Slots = new Set()
    const free = takeSlot(slots, 1)
    expect([hasSlot(slots, 2), hasSlot(slots, 1)]).toEqual([true, false])
    free()
    expect(hasSlot(slots, 1)).toBe(true)
  })

  it('lapse where nobody frees them', () => {
    const slots: Slots = new Set()
    takeSlot(slots, 10)
    vi.advanceTimersByTime(1000)
    const free = takeSlot(slots, 10)
    vi.advanceTimersByTime(8999)
    expect(hasSlot(slots, 2)).toBe(false)
    vi.advanceTimersByTime(1)
    expect([hasSlot(slots, 2), slots.size]).toEqual([true, 1])
    free()
    expect(slots.size).toBe(0)
  })

  it('lapse behind one that is taken for longer', () => {
    const slots: Slots = new Set()
    takeSlot(slots, 60)
    takeSlot(slots, 1)
    vi.advanceTimersByTime(1000)
    expect([hasSlot(slots, 2), slots.size]).toEqual([true, 1])
  })

  it('are freed once: the slot of another stays taken', () => {
    const slots: Slots = new Set()
    const free = takeSlot(slots, 1)
    free()
    takeSlot(slots, 1)
    free()
    expect(hasSlot(slots, 1)).toBe(false)
  })
})

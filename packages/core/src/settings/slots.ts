import { sleep } from '../primitives/waiting.js'

/** A taken slot, and when it expires, on the monotonic clock (`performance.now()`). */
interface Slot {
  readonly until: number
}

/** The taken slots. Everything with a common limit shares them; the time of each slot may differ. */
export interface Slots {
  readonly taken: Set<Slot>
  /** When to look for expired slots next. */
  sweepAt: number
}

/** Time after which another sweep may begin, in milliseconds. */
const SWEEP_TIME = 1000

export function createSlots(): Slots {
  return { taken: new Set(), sweepAt: Number.POSITIVE_INFINITY }
}

/** Whether all slots are taken. */
export function areTaken({ taken }: Slots, max: number): boolean {
  return taken.size >= max
}

/**
 * Frees expired slots if all slots are taken; returns undefined if there is nothing to wait for. On Workers a
 * request can end before its code frees its slot.
 *
 * Waits one timer turn first: live requests then free their own slots. Only one request waits, so that not all continue
 * at once. If that request ends too, another request sweeps a second later.
 */
export function sweepSlots(slots: Slots, max: number): Promise<void> | undefined {
  if (!areTaken(slots, max)) return undefined
  const { taken } = slots
  const now = performance.now()
  if (now < slots.sweepAt) return undefined
  const expired = [...taken].filter(({ until }) => until <= now)
  if (expired.length === 0) {
    slots.sweepAt = [...taken].reduce(
      (earliest, { until }) => Math.min(earliest, until),
      Number.POSITIVE_INFINITY,
    )
    return undefined
  }
  slots.sweepAt = now + SWEEP_TIME
  return sleep(0).then(() => {
    for (const slot of expired) taken.delete(slot)
  })
}

/** Takes a slot for at most that many seconds; returns a function that frees it. */
export function takeSlot(slots: Slots, seconds: number): () => void {
  const slot = { until: performance.now() + seconds * 1000 }
  slots.taken.add(slot)
  slots.sweepAt = Math.min(slots.sweepAt, slot.until)
  return () => {
    slots.taken.delete(slot)
  }
}

import { sleep } from './waiting.js'

/** A slot that is taken, and until when at the latest, on the clock that is never set. */
interface Slot {
  readonly until: number
}

/** The slots that are taken, for times that may differ; shared by what shares a bound. */
export type Slots = Set<Slot>

/**
 * Frees slots that have lapsed, where all are taken; undefined: there is nothing to wait for. Workers end a request whose
 * client is gone on the spot, with its timers and promises, and nobody is left to free its slot.
 *
 * Not at once: in a process that stood still, what frees them is due as well, and comes before a timer that is set now.
 */
export function sweepSlots(slots: Slots, most: number): Promise<void> | undefined {
  if (slots.size < most) return undefined
  const now = performance.now()
  const lapsed = [...slots].filter(({ until }) => until <= now)
  if (lapsed.length === 0) return undefined
  return sleep(0).then(() => {
    for (const slot of lapsed) slots.delete(slot)
  })
}

/** Takes a slot for so many seconds at most; what it answers frees it. */
export function takeSlot(slots: Slots, seconds: number): () => void {
  const slot = { until: performance.now() + seconds * 1000 }
  slots.add(slot)
  return () => {
    slots.delete(slot)
  }
}

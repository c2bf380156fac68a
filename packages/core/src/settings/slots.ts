import { sleep } from '../primitives/waiting.js'

/** A slot that is taken, and until when at the latest, on the clock that is never set. */
interface Slot {
  readonly until: number
}

/** The slots that are taken, for times that may differ; shared by what shares a bound. */
export interface Slots {
  readonly taken: Set<Slot>
  /** Before then, slots that have lapsed are not looked for. */
  sweepAt: number
}

/** How long a sweep has, in milliseconds; after that another one may begin. */
const SWEEP_TIME = 1000

export function createSlots(): Slots {
  return { taken: new Set(), sweepAt: Number.POSITIVE_INFINITY }
}

/** Whether all slots are taken. */
export function areTaken({ taken }: Slots, most: number): boolean {
  return taken.size >= most
}

/**
 * Frees slots that have lapsed, where all are taken; undefined: there is nothing to wait for. Workers end a request whose
 * client is gone on the spot, with its timers and promises, and nobody is left to free its slot.
 *
 * Not at once: in a process that stood still, what frees them is due as well, and comes before a timer that is set now. One
 * request waits for that, since all others would be there at the same time; were it ended, another one does a second later.
 */
export function sweepSlots(slots: Slots, most: number): Promise<void> | undefined {
  if (!areTaken(slots, most)) return undefined
  const { taken } = slots
  const now = performance.now()
  if (now < slots.sweepAt) return undefined
  const lapsed = [...taken].filter(({ until }) => until <= now)
  if (lapsed.length === 0) {
    slots.sweepAt = [...taken].reduce(
      (earliest, { until }) => Math.min(earliest, until),
      Number.POSITIVE_INFINITY,
    )
    return undefined
  }
  slots.sweepAt = now + SWEEP_TIME
  return sleep(0).then(() => {
    for (const slot of lapsed) taken.delete(slot)
  })
}

/** Takes a slot for so many seconds at most; what it answers frees it. */
export function takeSlot(slots: Slots, seconds: number): () => void {
  const slot = { until: performance.now() + seconds * 1000 }
  slots.taken.add(slot)
  slots.sweepAt = Math.min(slots.sweepAt, slot.until)
  return () => {
    slots.taken.delete(slot)
  }
}

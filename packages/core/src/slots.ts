/** A slot that is taken, and until when at the latest, on the clock that is never set. */
interface Slot {
  readonly until: number
}

/** The slots that are taken, for times that may differ; shared by what shares a bound. */
export type Slots = Set<Slot>

/**
 * Whether fewer than that many slots are taken. Those that have lapsed do not count: Workers end a request whose client is
 * gone on the spot, with its timers and promises, and nobody is left to free its slot.
 */
export function hasSlot(slots: Slots, most: number): boolean {
  if (slots.size < most) return true
  const now = performance.now()
  for (const slot of slots) if (slot.until <= now) slots.delete(slot)
  return slots.size < most
}

/** Takes a slot for so many seconds at most; what it answers frees it. */
export function takeSlot(slots: Slots, seconds: number): () => void {
  const slot = { until: performance.now() + seconds * 1000 }
  slots.add(slot)
  return () => {
    slots.delete(slot)
  }
}

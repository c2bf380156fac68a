import { isRecord } from '../primitives/is-record.js'
import { processWide } from './process-wide.js'
import { createSlots, type Slots } from './slots.js'

/** The slots that all providers of one app share in a process. */
export interface SharedSlots {
  /** Running calls of the app's functions. */
  readonly calls: Slots
  /** Tokens that wait for a cutoff to pass. */
  readonly held: Slots
}

/**
 * Returns the slots of an app, or creates them. If another version of this package has stored slots of another shape,
 * they are left as they are, and this provider gets its own.
 */
export function sharedSlotsOf(apiKey: string): SharedSlots {
  const apps = processWide('slots')
  const found = apps.get(apiKey)
  if (isSharedSlots(found)) return found
  const created: SharedSlots = { calls: createSlots(), held: createSlots() }
  if (found === undefined) apps.set(apiKey, created)
  return created
}

function isSharedSlots(value: unknown): value is SharedSlots {
  return isRecord(value) && isSlots(value.calls) && isSlots(value.held)
}

function isSlots(value: unknown): value is Slots {
  return isRecord(value) && value.taken instanceof Set && typeof value.sweepAt === 'number'
}

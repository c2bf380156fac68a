import { isRecord } from '../primitives/is-record.js'
import { processWide } from './process-wide.js'
import { createSlots, type Slots } from './slots.js'

/** The bounds that all providers of one app share within a process. */
export interface SharedSlots {
  /** Calls of the app's functions that are under way. */
  readonly calls: Slots
  /** Mints that wait for a cutoff. */
  readonly held: Slots
}

/** Finds, or makes, the slots of an app. Those of another version, of another shape, are left to it: each then has its own. */
export function sharedSlotsOf(apiKey: string): SharedSlots {
  const apps = processWide('slots')
  const found = apps.get(apiKey)
  if (isSharedSlots(found)) return found
  const made: SharedSlots = { calls: createSlots(), held: createSlots() }
  if (found === undefined) apps.set(apiKey, made)
  return made
}

function isSharedSlots(value: unknown): value is SharedSlots {
  return isRecord(value) && isSlots(value.calls) && isSlots(value.held)
}

function isSlots(value: unknown): value is Slots {
  return isRecord(value) && value.taken instanceof Set && typeof value.sweepAt === 'number'
}

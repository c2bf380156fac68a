import { configInvalid } from '../errors.js'
import { createSlots, type Slots } from '../slots.js'
import { isJsonObject } from '../strict-json.js'
import { memoryRevocationStore } from './memory-store.js'
import type { RevocationStore } from './store.js'

/** What all providers of one app share within a process. */
export interface SharedState {
  /** The default store. */
  readonly revocations: RevocationStore
  /** Calls of the app's functions that are under way. */
  readonly slots: Slots
  /** Mints that wait for a cutoff. */
  readonly held: Slots
}

/** Global, since a bundler may load this package several times into one process: Next does, a copy a route. */
const STATES = Symbol.for('stream-token-provider.state')

/** Finds, or makes, the state that the providers of one app share. */
export function sharedStateOf(apiKey: string): SharedState {
  const states: unknown = Reflect.get(globalThis, STATES)
  const known: Map<unknown, unknown> = states instanceof Map ? states : new Map()
  if (known !== states) Reflect.set(globalThis, STATES, known)
  const found = known.get(apiKey)
  if (isSharedState(found)) return found
  const made: SharedState = {
    revocations: isOneOfMany() ? readOnly(memoryRevocationStore()) : memoryRevocationStore(),
    slots: createSlots(),
    held: createSlots(),
  }
  known.set(apiKey, made)
  return made
}

function isSharedState(value: unknown): value is SharedState {
  return isJsonObject(value) && 'revocations' in value && 'slots' in value && 'held' in value
}

/** Edge runtimes and Workers keep many short-lived instances of an app that cannot see each other's memory. */
function isOneOfMany(): boolean {
  const { EdgeRuntime: edge, navigator }: { EdgeRuntime?: unknown; navigator?: unknown } = globalThis
  return typeof edge === 'string' || (isJsonObject(navigator) && navigator.userAgent === 'Cloudflare-Workers')
}

/** A revocation that one instance of many would know of is none: refused rather than believed. */
function readOnly(store: RevocationStore): RevocationStore {
  return {
    ...store,
    async write() {
      throw configInvalid([
        'revocations must name a store that instances share: on Edge runtimes and Workers memory holds for one only',
      ])
    },
  }
}

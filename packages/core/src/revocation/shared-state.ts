import type { RevocationStore } from '../cutoffs/store.js'
import { configInvalid } from '../errors/errors.js'
import { sharedInProcess } from '../errors/shared-in-process.js'
import { isRecord } from '../primitives/is-record.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { createOverlay, type Overlay } from './overlay.js'

/** What all providers of one app and one store share in this process. */
export interface SharedState {
  /** Revocations that the store has not confirmed yet. */
  readonly overlay: Overlay
  /** The highest `iat` that was minted: a clock may be set back afterwards. */
  highestIat: NumericDate
}

/** The version of an entry. Increase it if a copy with the old number would misread one. */
const CONTRACT = 1

/**
 * Returns what this process shares for an app and a store, or creates it: what one provider has revoked and not stored,
 * all refuse. Stores with the same name, or else the same object, keep the same data.
 *
 * @throws {TokenProviderError} `config_invalid` if another version of this package created it
 */
export function sharedStateOf(apiKey: string, store: RevocationStore): SharedState {
  const entries =
    store.name === undefined ? entriesOf(store) : sharedInProcess('revocations', Map<string, unknown>)
  const key = store.name === undefined ? apiKey : `${apiKey}\n${store.name}`
  const found = entries.get(key)
  if (isOurs(found)) return found.state
  if (found !== undefined) throw twoVersions()
  const state: SharedState = { overlay: createOverlay(), highestIat: 0 }
  entries.set(key, { contract: CONTRACT, state })
  return state
}

/** The error if two versions of this package, with different contracts, meet in one process. */
export function twoVersions(): Error {
  return configInvalid([
    'two versions of @stream-token/core in this process cannot share their revocations: install only one, or name a store in revocations',
  ])
}

/** The entries of a store without a name, by API key; they go with the object. */
function entriesOf(store: RevocationStore): Map<string, unknown> {
  const objects = sharedInProcess('unnamed-stores', WeakMap<object, Map<string, unknown>>)
  const found = objects.get(store)
  if (found !== undefined) return found
  const created = new Map<string, unknown>()
  objects.set(store, created)
  return created
}

function isOurs(value: unknown): value is { readonly state: SharedState } {
  return isRecord(value) && value.contract === CONTRACT
}

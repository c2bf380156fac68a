import type { RevocationStore } from '../cutoffs/store.js'
import { configInvalid } from '../errors/errors.js'
import { sharedInProcess } from '../errors/shared-in-process.js'
import { isRecord } from '../primitives/is-record.js'
import { memoryRevocationStore } from './memory-store.js'
import { twoVersions } from './shared-state.js'

/** The version of an entry. Increase it if a copy with the old number would misread the store or its results. */
const CONTRACT = 2

/**
 * Returns the store of an app that names none, or creates it. All providers of the app in this process share it, so
 * that a token that one revokes is refused by all.
 *
 * @throws {TokenProviderError} `config_invalid` if another version of this package created it: a second memory would
 * not have the revocations of the first
 */
export function defaultStoreOf(apiKey: string): RevocationStore {
  const apps = sharedInProcess('stores', Map<string, unknown>)
  const found = apps.get(apiKey)
  if (isOurs(found)) return found.store
  if (found !== undefined) throw twoVersions()
  const store = isOneOfMany() ? readOnly(memoryRevocationStore()) : memoryRevocationStore()
  apps.set(apiKey, { contract: CONTRACT, store })
  return store
}

function isOurs(value: unknown): value is { readonly store: RevocationStore } {
  return isRecord(value) && value.contract === CONTRACT
}

/** Edge runtimes and Workers run many short-lived instances of an app that cannot see each other's memory. */
function isOneOfMany(): boolean {
  const { EdgeRuntime: edge, navigator }: { EdgeRuntime?: unknown; navigator?: unknown } = globalThis
  return typeof edge === 'string' || (isRecord(navigator) && navigator.userAgent === 'Cloudflare-Workers')
}

/** Refuses writes: a revocation that only one of many instances knows has no reliable effect. */
function readOnly(store: RevocationStore): RevocationStore {
  return {
    ...store,
    async write() {
      throw configInvalid([
        'revocations must name a store that all instances share: on Edge runtimes and Workers, each instance has its own memory',
      ])
    },
  }
}

import type { RevocationStore } from '../cutoffs/store.js'
import { configInvalid } from '../errors/errors.js'
import { isRecord } from '../primitives/is-record.js'
import { processWide } from '../settings/process-wide.js'
import { memoryRevocationStore } from './memory-store.js'

/** What an entry means: goes up when a store or its answers mean something that a copy with another number would misread. */
const CONTRACT = 1

/**
 * Finds, or makes, the store of an app that names none: all its providers in this process share it, so that what one
 * revokes all refuse.
 *
 * @throws {TokenProviderError} `config_invalid` where another version holds it: a memory of one's own would not know what
 * that one has revoked
 */
export function defaultStoreOf(apiKey: string): RevocationStore {
  const apps = processWide('stores')
  const found = apps.get(apiKey)
  if (isOurs(found)) return found.store
  if (found !== undefined) {
    throw configInvalid([
      'two versions of @stream-token/core in this process cannot share their revocations: install one, or name a store in revocations',
    ])
  }
  const store = isOneOfMany() ? readOnly(memoryRevocationStore()) : memoryRevocationStore()
  apps.set(apiKey, { contract: CONTRACT, store })
  return store
}

function isOurs(value: unknown): value is { readonly store: RevocationStore } {
  return isRecord(value) && value.contract === CONTRACT
}

/** Edge runtimes and Workers keep many short-lived instances of an app that cannot see each other's memory. */
function isOneOfMany(): boolean {
  const { EdgeRuntime: edge, navigator }: { EdgeRuntime?: unknown; navigator?: unknown } = globalThis
  return typeof edge === 'string' || (isRecord(navigator) && navigator.userAgent === 'Cloudflare-Workers')
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

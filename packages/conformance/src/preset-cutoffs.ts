import {
  memoryRevocationStore,
  type Revocation,
  type RevocationStore,
  type Versioned,
} from '@stream-token/core'
import type { HostileOptions } from './vectors.js'

/** Creates a store that contains these changes. If it needs `open`, call it before you write them. */
export type StoreWith = (changes: readonly Revocation[]) => RevocationStore | Promise<RevocationStore>

/** Creates a memory store and writes the changes to it. */
export const memoryStoreWith: StoreWith = async changes => {
  const store = memoryRevocationStore()
  await store.write(changes)
  return store
}

/** A store whose dates cannot be read. */
const unreadable: RevocationStore = {
  read: () => ({ user: { version: 1, value: Number.NaN } }),
  write: () => Promise.reject(new Error('This store is read-only.')),
}

/** Creates the store with the cutoffs of a case: tokens issued before a cutoff are revoked. */
export function presetCutoffs(
  { revokedUsers = {}, revokedUsersList = [], revokedApp }: HostileOptions,
  storeWith: StoreWith,
): RevocationStore | Promise<RevocationStore> {
  const users = [...Object.entries(revokedUsers), ...revokedUsersList]
  const changes: Revocation[] = users.map(([userId, before]) => ({ userId, cutoff: pairOf(before) }))
  if (revokedApp !== undefined) changes.push({ app: true, cutoff: pairOf(revokedApp) })
  return changes.some(({ cutoff }) => Number.isNaN(cutoff?.value)) ? unreadable : storeWith(changes)
}

/** The pair of a date in force; null: a revocation that was undone. */
function pairOf(date: string | null): Versioned {
  return date === null ? { version: 2, value: 0 } : { version: 1, value: toNumericDate(date) }
}

/** Rounds fractions of a millisecond up. */
function toNumericDate(date: string): number {
  const finer = /\.\d{3}0*[1-9]/.test(date) ? 1 : 0
  return (Date.parse(date) + finer) / 1000
}

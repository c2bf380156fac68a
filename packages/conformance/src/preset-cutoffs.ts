import { memoryRevocationStore, type Revocation, type RevocationStore } from '@stream-token/core'
import type { HostileOptions } from './vectors.js'

/** Creates a store in which these changes are in force. */
export type StoreWith = (changes: readonly Revocation[]) => RevocationStore | Promise<RevocationStore>

/** Creates a memory store and writes the changes to it. */
export const memoryStoreWith: StoreWith = async changes => {
  const store = memoryRevocationStore()
  await store.write(changes)
  return store
}

/** A store whose dates cannot be read. */
const unreadable: RevocationStore = {
  read: () => ({ user: Number.NaN }),
  write: () => Promise.reject(new Error('This store is read-only.')),
}

/** Creates the store with the cutoffs of a case: tokens issued before a cutoff are revoked. */
export function presetCutoffs(
  { revokedUsers = {}, revokedUsersList = [], revokedApp }: HostileOptions,
  storeWith: StoreWith,
): RevocationStore | Promise<RevocationStore> {
  const users = [...Object.entries(revokedUsers), ...revokedUsersList]
  const changes: Revocation[] = users.map(([userId, before]) => ({
    userId,
    cutoff: before === null ? null : toNumericDate(before),
  }))
  if (revokedApp !== undefined) changes.push({ app: true, cutoff: toNumericDate(revokedApp) })
  return changes.some(({ cutoff }) => Number.isNaN(cutoff)) ? unreadable : storeWith(changes)
}

/** Rounds fractions of a millisecond up. */
function toNumericDate(date: string): number {
  const finer = /\.\d{3}0*[1-9]/.test(date) ? 1 : 0
  return (Date.parse(date) + finer) / 1000
}

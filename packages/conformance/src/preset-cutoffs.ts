import { memoryRevocationStore, type Revocation, type RevocationStore } from '@stream-token/core'
import type { HostileOptions } from './vectors.js'

/** Makes a store in which these changes are in force. */
export type StoreWith = (changes: readonly Revocation[]) => RevocationStore | Promise<RevocationStore>

/** The store of this process, with what is to be in force written to it. */
export const memoryStoreWith: StoreWith = async changes => {
  const store = memoryRevocationStore()
  await store.write(changes)
  return store
}

/** A store whose dates cannot be read. */
const unreadable: RevocationStore = {
  read: () => ({ user: Number.NaN }),
  write: () => Promise.reject(new Error('This store is there to be read.')),
}

/** Makes the store that a case presupposes. */
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

/** Whatever is finer than a millisecond counts as one more. */
function toNumericDate(date: string): number {
  const finer = /\.\d{3}0*[1-9]/.test(date) ? 1 : 0
  return (Date.parse(date) + finer) / 1000
}

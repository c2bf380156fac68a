import { later, longer } from '../cutoffs/merge.js'
import type { Cutoffs, Revocation, RevocationStore, StoreNotice } from '../cutoffs/store.js'
import type { NumericDate } from '../primitives/numeric-date.js'

/** How many users have a cutoff of their own. */
const MAX_USERS = 2_000_000

/** The share of the cutoffs that one fold removes: large enough that folds are rare. */
const FOLDED_SHARE = 0.1

/** How many cutoffs are sampled to find the limit of that share. */
const SAMPLE = 1000

/** The result for nearly every user. */
const NOTHING: Cutoffs = Object.freeze({})

/**
 * Creates a store in this process's memory. A restart empties it, and other processes do not see it.
 *
 * Above 2,000,000 users, the oldest cutoffs become one cutoff for all users, which no undo lowers. Blocks are always
 * kept.
 *
 * @example
 * ```ts
 * import { createTokenProvider, memoryRevocationStore } from '@stream-token/core'
 *
 * const provider = createTokenProvider({
 *   apiKey: 'key',
 *   apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
 *   revocations: memoryRevocationStore(),
 * })
 * await provider.ready()
 * ```
 */
export function memoryRevocationStore(): RevocationStore {
  return createMemoryStore(MAX_USERS)
}

/** Creates the store with another limit of users. */
export function createMemoryStore(maxUsers: number): RevocationStore {
  // Maps: user ids such as __proto__ are ordinary keys here.
  const cutoffs = new Map<string, NumericDate>()
  const blocks = new Map<string, NumericDate | 'forever'>()
  /** Users whose revocation was undone after the first fold. */
  const undone = new Set<string>()
  let app: NumericDate | undefined
  let floor: NumericDate | undefined
  let notify: (notice: StoreNotice) => void = () => {}

  /**
   * The user's cutoff may have been merged into `floor`, the cutoff for all users. Without it, Stream would be sent an
   * undo.
   */
  const cutoffOf = (userId: string): NumericDate | undefined =>
    cutoffs.get(userId) ?? (undone.has(userId) ? undefined : floor)

  const undo = (userId: string): void => {
    cutoffs.delete(userId)
    if (floor !== undefined) undone.add(userId)
    const [oldest] = undone
    if (oldest !== undefined && undone.size > maxUsers) undone.delete(oldest)
  }

  const read = (userId: string | undefined): Cutoffs => {
    const user = userId === undefined ? undefined : cutoffOf(userId)
    const blockedUntil = userId === undefined ? undefined : blocks.get(userId)
    const both = later(app, floor)
    if (user === undefined && both === undefined && blockedUntil === undefined) return NOTHING
    return {
      ...(user !== undefined && { user }),
      ...(both !== undefined && { app: both }),
      ...(blockedUntil !== undefined && { blockedUntil }),
    }
  }

  const merge = (change: Revocation): void => {
    const { cutoff, block } = change
    if (!('userId' in change)) {
      if (cutoff !== undefined) app = cutoff === null ? undefined : later(app, cutoff)
      return
    }
    const { userId } = change
    if (cutoff === null) undo(userId)
    else if (cutoff !== undefined) {
      cutoffs.set(userId, later(cutoffOf(userId), cutoff))
      undone.delete(userId)
    }
    if (block === null) blocks.delete(userId)
    else if (block !== undefined) blocks.set(userId, longer(blocks.get(userId), block))
  }

  /** Replaces the oldest cutoffs by one for all users. This revokes more tokens, never fewer. */
  const fold = (): void => {
    const limit = oldestShare(cutoffs)
    const before = cutoffs.size
    for (const [userId, cutoff] of cutoffs) if (cutoff <= limit) cutoffs.delete(userId)
    floor = later(floor, limit)
    notify({ type: 'store_folded', users: before - cutoffs.size })
  }

  return {
    read,
    async write(changes) {
      for (const change of changes) merge(change)
      while (cutoffs.size > maxUsers) fold()
      return changes.map(change => read('userId' in change ? change.userId : undefined))
    },
    watch(listener) {
      notify = listener
      listener({ type: 'store_is_memory' })
    },
  }
}

/** Estimates the limit of the oldest share of the cutoffs, from an evenly spread sample. */
function oldestShare(cutoffs: ReadonlyMap<string, NumericDate>): NumericDate {
  const every = Math.max(1, Math.floor(cutoffs.size / SAMPLE))
  const sample: NumericDate[] = []
  let at = 0
  for (const cutoff of cutoffs.values()) if (at++ % every === 0) sample.push(cutoff)
  sample.sort((one, other) => one - other)
  return sample[Math.floor(sample.length * FOLDED_SHARE)] ?? 0
}

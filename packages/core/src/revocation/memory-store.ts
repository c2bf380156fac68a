import { later } from '../cutoffs/is-revoked.js'
import { stateOf } from '../cutoffs/state-of.js'
import type {
  Revocation,
  RevocationState,
  RevocationStore,
  StoreNotice,
  Versioned,
} from '../cutoffs/store.js'
import { larger } from '../cutoffs/versioned.js'
import type { NumericDate } from '../primitives/numeric-date.js'

/** How many users have a cutoff of their own. */
const MAX_USERS = 2_000_000

/** The share of the cutoffs that one fold removes: large enough that folds are rare. */
const FOLDED_SHARE = 0.1

/** How many cutoffs are sampled to find the limit of that share. */
const SAMPLE = 1000

/** Pairs by user. */
type Pairs = Map<string | undefined, Versioned>

/** The result for nearly every user. */
const NOTHING: RevocationState = Object.freeze({})

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
  // Maps: user ids such as __proto__ are ordinary keys here. Nothing is under undefined, which asks for the app alone.
  const cutoffs: Pairs = new Map()
  const blocks: Pairs = new Map()
  let app: Versioned | undefined
  let floor: NumericDate | undefined
  let notify: (notice: StoreNotice) => void = () => {}

  const read = (userId: string | undefined): RevocationState => {
    const user = cutoffs.get(userId)
    const block = blocks.get(userId)
    if (user === undefined && block === undefined && app === undefined && floor === undefined) return NOTHING
    return stateOf(user, app, block, floor)
  }

  const keep = (change: Revocation): void => {
    if (!('userId' in change)) app = larger(app, copyOf(change.cutoff))
    else {
      keepLarger(cutoffs, change.userId, change.cutoff)
      keepLarger(blocks, change.userId, change.block)
    }
  }

  /** Replaces the oldest cutoffs by one for all users; returns how many. This revokes more tokens, never fewer. */
  const fold = (): number => {
    const limit = oldestShare(cutoffs)
    const before = cutoffs.size
    for (const [userId, { value }] of cutoffs) if (dateOf(value) <= limit) cutoffs.delete(userId)
    floor = later(floor, limit)
    const users = before - cutoffs.size
    notify({ type: 'store_folded', users })
    return users
  }

  return {
    read,
    async write(changes) {
      for (const change of changes) keep(change)
      // Before the fold: what it removes is stored all the same, in the floor.
      const states = changes.map(change => read('userId' in change ? change.userId : undefined))
      while (cutoffs.size > maxUsers && fold() > 0);
      return states
    },
    open(context) {
      notify = context.notify
      notify({ type: 'store_is_memory' })
    },
  }
}

function keepLarger(pairs: Pairs, userId: string, pair: Versioned | undefined): void {
  const kept = larger(pairs.get(userId), copyOf(pair))
  if (kept !== undefined) pairs.set(userId, kept)
}

/** The caller's object may change later. Frozen, because `read` returns it. */
function copyOf(pair: Versioned | undefined): Versioned | undefined {
  return pair && Object.freeze({ version: pair.version, value: pair.value })
}

function dateOf(value: NumericDate | 'forever'): NumericDate {
  return value === 'forever' ? Number.POSITIVE_INFINITY : value
}

/** Estimates the limit of the oldest share of the cutoffs, from an evenly spread sample. */
function oldestShare(cutoffs: Pairs): NumericDate {
  const every = Math.max(1, Math.floor(cutoffs.size / SAMPLE))
  const sample: NumericDate[] = []
  let at = 0
  for (const { value } of cutoffs.values()) if (at++ % every === 0) sample.push(dateOf(value))
  sample.sort((one, other) => one - other)
  return sample[Math.floor(sample.length * FOLDED_SHARE)] ?? 0
}

import type { NumericDate, Revocation, RevocationState, Versioned } from '@stream-token/core'
import { covers, larger, later, stateOf } from '@stream-token/core/store'
import { createPairsByUser, type PairsByUser } from './pairs-by-user.js'

/** The pairs that a process has seen. They only grow. */
export interface Copy {
  /** How many cutoffs and blocks of users it has. */
  readonly size: number
  readonly floor: NumericDate | undefined
  read(userId: string | undefined): RevocationState
  /** Keeps the larger pairs; returns whether one of them is new. */
  merge(change: Revocation): boolean
  /** Keeps the later floor; returns whether it is new. */
  mergeFloor(floor: NumericDate | undefined): boolean
  /** All pairs, each as a change of its own. What is merged meanwhile may be missing. */
  changes(): Iterable<Revocation>
}

/** The state of nearly every user. */
const NOTHING: RevocationState = Object.freeze({})

/** Creates an empty copy. */
export function createCopy(): Copy {
  // In two collections: nearly every user has only a cutoff, and an object for both would cost 40 bytes more.
  const cutoffs = createPairsByUser()
  const blocks = createPairsByUser()
  let app: Versioned | undefined
  let floor: NumericDate | undefined

  return {
    get size() {
      return cutoffs.size + blocks.size
    },
    get floor() {
      return floor
    },
    read(userId) {
      const user = cutoffs.get(userId)
      const block = blocks.size === 0 ? undefined : blocks.get(userId)
      if (user === undefined && block === undefined && app === undefined && floor === undefined)
        return NOTHING
      return stateOf(user, app, block, floor)
    },
    merge(change) {
      if (!('userId' in change)) {
        if (covers(app, change.cutoff)) return false
        app = copyOf(change.cutoff)
        return true
      }
      const isNewCutoff = keepLarger(cutoffs, change.userId, change.cutoff)
      return keepLarger(blocks, change.userId, change.block) || isNewCutoff
    },
    mergeFloor(other) {
      const before = floor
      floor = later(floor, other)
      return floor !== before
    },
    *changes() {
      if (app !== undefined) yield { app: true, cutoff: app }
      for (const [userId, cutoff] of cutoffs.entries()) yield { userId, cutoff }
      for (const [userId, block] of blocks.entries()) yield { userId, block }
    },
  }
}

/** What a server returned for a user, or with undefined for all, as changes. */
export function changesOf(userId: string | undefined, state: RevocationState): readonly Revocation[] {
  const ofApp = state.app === undefined ? [] : [{ app: true, cutoff: state.app } as const]
  if (userId === undefined || (state.user === undefined && state.block === undefined)) return ofApp
  return [{ userId, cutoff: state.user, block: state.block }, ...ofApp]
}

/** The larger pairs of two states, in objects of their own. */
export function mergeStates(one: RevocationState, other: RevocationState): RevocationState {
  return stateOf(
    copyOf(larger(one.user, other.user)),
    copyOf(larger(one.app, other.app)),
    copyOf(larger(one.block, other.block)),
    later(one.floor, other.floor),
  )
}

function keepLarger(pairs: PairsByUser, userId: string, pair: Versioned | undefined): boolean {
  if (covers(pairs.get(userId), pair)) return false
  const copy = copyOf(pair)
  if (copy !== undefined) pairs.set(userId, copy)
  return true
}

/** The source's object may change later, or hold on to more than the pair. Frozen, because `read` returns it. */
function copyOf(pair: Versioned | undefined): Versioned | undefined {
  if (pair === undefined) return undefined
  const { version, value } = pair
  if (!Number.isSafeInteger(version) || (value !== 'forever' && !Number.isFinite(value)))
    throw new TypeError('The source returned something other than a pair of a version and a value.')
  return Object.freeze({ version, value })
}

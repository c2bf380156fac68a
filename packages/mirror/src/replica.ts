import type { NumericDate, Revocation } from '@stream-token/core'
import { type Copy, createCopy } from './copy.js'

/** The copy of this process, and what was merged into it while another one is being loaded. */
export interface Replica {
  readonly copy: Copy
  /** Whether the copy has all that the server has. */
  readonly isLoaded: boolean
  /** Merges what a server returned; returns whether any of it is new. */
  merge(changes: readonly Revocation[], floor: NumericDate | undefined): boolean
  /** Begins to note what is merged. */
  beginLoad(): void
  /** Returns what was merged since the last call. */
  takeNews(): readonly Revocation[]
  /** Replaces the copy by one that has all of it, and all that the server has. */
  endLoad(copy: Copy): void
  /** Keeps only what holds for all users. */
  dropUsers(): void
}

/** Creates a replica with an empty copy. */
export function createReplica(): Replica {
  let copy = createCopy()
  let isLoaded = false
  let hasUsers = true
  let news: Revocation[] | undefined
  return {
    get copy() {
      return copy
    },
    get isLoaded() {
      return isLoaded
    },
    merge(changes, floor) {
      let isNew = copy.mergeFloor(floor)
      for (const change of changes) {
        if (('userId' in change && !hasUsers) || !copy.merge(change)) continue
        isNew = true
        news?.push(change)
      }
      return isNew
    },
    beginLoad() {
      isLoaded = false
      news = []
    },
    takeNews() {
      const taken = news ?? []
      news = []
      return taken
    },
    endLoad(loaded) {
      copy = loaded
      isLoaded = true
      news = undefined
    },
    dropUsers() {
      const all = createCopy()
      all.merge({ app: true, cutoff: copy.read(undefined).app })
      all.mergeFloor(copy.floor)
      copy = all
      isLoaded = false
      hasUsers = false
      news = undefined
    },
  }
}

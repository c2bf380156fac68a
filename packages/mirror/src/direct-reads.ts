import type { RevocationState } from '@stream-token/core'
import { mergeStates } from './copy.js'
import type { Replica } from './replica.js'
import type { ServerLink } from './server-link.js'

/** How many states are cached. */
const MAX_CACHED = 10_000

interface Cached {
  readonly state: RevocationState
  readonly until: number
}

/** Reads without a copy: from the server, or for a while what it returned before. */
export interface DirectReads {
  read(userId: string | undefined, now: number): RevocationState | Promise<RevocationState>
  /** Notes what a fresh read or a write returned. */
  note(userId: string | undefined, state: RevocationState, begunAt: number): void
}

/** Creates the reads. */
export function createDirectReads(link: ServerLink, replica: Replica, cacheFor: number): DirectReads {
  const cached = new Map<string | undefined, Cached>()

  const note: DirectReads['note'] = (userId, state, begunAt) => {
    if (cacheFor === 0) return
    const known = cached.get(userId)
    cached.delete(userId)
    // Merged: a slow response must not take back what a write has returned meanwhile.
    cached.set(userId, {
      state: known === undefined ? state : mergeStates(state, known.state),
      until: Math.max(begunAt + cacheFor, known?.until ?? 0),
    })
    for (const oldest of cached.keys()) {
      if (cached.size <= MAX_CACHED) break
      cached.delete(oldest)
    }
  }

  return {
    note,
    read(userId, now) {
      const known = cached.get(userId)
      if (known !== undefined && now < known.until)
        return mergeStates(known.state, replica.copy.read(undefined))
      return link.read(userId).then(state => {
        note(userId, state, now)
        return state
      })
    },
  }
}

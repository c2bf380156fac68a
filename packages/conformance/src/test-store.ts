import type { Cutoffs, Revocation, RevocationStore } from '@stream-token/core'
import { NOW } from './now.js'

/** The cutoffs and blocks in force in every app under test, by user; other users have none. */
const IN_FORCE: ReadonlyMap<string, Cutoffs> = new Map<string, Cutoffs>([
  ['revoked', { user: NOW - 60 }],
  ['revoked-ahead', { user: NOW + 60 }],
  ['blocked', { blockedUntil: 'forever' }],
  ['blocked-until-now', { blockedUntil: NOW }],
])

/** The user whose state the store cannot read. */
const UNREADABLE = 'unknown'

/** A store that returns the state after a change without keeping it, so that cases do not affect each other. */
export const TEST_STORE: RevocationStore = {
  read(userId) {
    if (userId === UNREADABLE) throw new Error('canary')
    return IN_FORCE.get(userId) ?? {}
  },
  async write(changes) {
    return changes.map(stateAfter)
  },
}

function stateAfter(change: Revocation): Cutoffs {
  const { cutoff, block } = change
  const cutoffs = typeof cutoff !== 'number' ? {} : 'app' in change ? { app: cutoff } : { user: cutoff }
  return { ...cutoffs, ...(typeof block === 'number' || block === 'forever' ? { blockedUntil: block } : {}) }
}

import type { Cutoffs, Revocation, RevocationStore } from '@stream-token/core'
import { NOW } from './now.js'

/** What is in force in every app under test, by user; of all others there is nothing. */
const IN_FORCE: ReadonlyMap<string, Cutoffs> = new Map<string, Cutoffs>([
  ['revoked', { user: NOW - 60 }],
  ['revoked-ahead', { user: NOW + 60 }],
  ['blocked', { blockedUntil: 'forever' }],
  ['blocked-until-now', { blockedUntil: NOW }],
])

/** The user of whom the store does not know. */
const UNKNOWN = 'unknown'

/** A store that answers what would be in force after a change, and keeps nothing: no case must meet what another has done. */
export const TEST_STORE: RevocationStore = {
  read(userId) {
    if (userId === UNKNOWN) throw new Error('canary')
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

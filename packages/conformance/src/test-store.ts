import type { Revocation, RevocationState, RevocationStore } from '@stream-token/core'
import { NOW } from './now.js'

/** The cutoffs and blocks in force in every app under test, by user; other users have none. */
const IN_FORCE: ReadonlyMap<string, RevocationState> = new Map<string, RevocationState>([
  ['revoked', { user: { version: 1, value: NOW - 60 } }],
  ['revoked-ahead', { user: { version: 1, value: NOW + 60 } }],
  ['undone', { user: { version: 2, value: NOW + 60 }, block: { version: 2, value: 'forever' } }],
  ['blocked', { block: { version: 1, value: 'forever' } }],
  ['blocked-until-now', { block: { version: 1, value: NOW } }],
])

/** The user whose state the store cannot read. */
const UNREADABLE = 'unknown'

/** A store that returns the state after a change without keeping it, so that cases do not affect each other. */
export const TEST_STORE: RevocationStore = {
  read(userId) {
    if (userId === UNREADABLE) throw new Error('canary')
    return IN_FORCE.get(userId ?? '') ?? {}
  },
  async write(changes) {
    return changes.map(stateAfter)
  },
}

function stateAfter(change: Revocation): RevocationState {
  const { cutoff, block } = change
  return 'app' in change ? { app: cutoff } : { user: cutoff, block }
}

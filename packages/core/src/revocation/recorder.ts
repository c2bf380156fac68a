import type { Cutoffs, Revocation, RevocationStore } from '../cutoffs/store.js'
import { isTokenProviderError, TokenProviderError } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import { within } from '../primitives/waiting.js'
import { isCutoffs } from './cutoff-reader.js'
import { type Overlay, withLayer } from './overlay.js'

/**
 * Puts changes in force and stores them; answers the state after each.
 *
 * @throws {TokenProviderError} `revocation_not_stored`: what revokes holds in this process all the same
 */
export type Record = (changes: readonly Revocation[]) => Promise<readonly Cutoffs[]>

/** Makes the writer of revocations: what revokes is in force here before it is stored, what undoes only after. */
export function createRecorder(
  store: () => RevocationStore,
  overlay: Overlay,
  storeTimeout: number,
  emit: Emit,
): Record {
  return async changes => {
    const mark = overlay.mark()
    const applied = overlay.apply(changes)
    const writing = write(store, changes)
    // Also when the answer comes too late for the caller: what is stored needs no second keeping.
    const stored = writing.then(states => {
      applied.release()
      overlay.settle(changes, states, mark)
      return states.map((state, at) => withLayer(state, overlay.layer(userOf(changes[at]))))
    })
    writing.catch(thrown => (isConfigInvalid(thrown) ? applied.release() : applied.keep()))
    try {
      return await within(stored, storeTimeout)
    } catch (thrown) {
      if (isConfigInvalid(thrown)) throw thrown
      for (const change of changes) {
        emit({ type: 'not_stored', ...('userId' in change && { userId: change.userId }) }, thrown)
      }
      throw new TokenProviderError('revocation_not_stored')
    }
  }
}

/** The default store's own word: it takes no revocations here at all. */
function isConfigInvalid(thrown: unknown): boolean {
  return isTokenProviderError(thrown) && thrown.reason === 'config_invalid'
}

/** The app has no user id: a layer of its cutoffs alone. */
function userOf(change: Revocation | undefined): string {
  return change !== undefined && 'userId' in change ? change.userId : ''
}

async function write(
  store: () => RevocationStore,
  changes: readonly Revocation[],
): Promise<readonly Cutoffs[]> {
  const states: unknown = await store().write(changes)
  if (Array.isArray(states) && states.length === changes.length && states.every(isCutoffs)) return states
  throw new TypeError('The store answered something that is not a list of Cutoffs, one a change.')
}

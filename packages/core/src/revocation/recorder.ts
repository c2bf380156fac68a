import type { Cutoffs, Revocation, RevocationStore } from '../cutoffs/store.js'
import { isTokenProviderError, TokenProviderError } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import { within } from '../primitives/waiting.js'
import { isCutoffs } from './cutoff-reader.js'
import { type Overlay, withLayer } from './overlay.js'

/**
 * Puts changes in force and stores them; returns the state after each.
 *
 * @throws {TokenProviderError} `revocation_not_stored`; revocations and blocks still hold in this process
 */
export type Record = (changes: readonly Revocation[]) => Promise<readonly Cutoffs[]>

/** Creates the recorder. A revocation is in force here before it is stored, an undo only afterwards. */
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
    // Runs even if the write ends after the time limit: what is stored need not be kept here.
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

/** Whether the default store refused the write, because it accepts no revocations in this runtime. */
function isConfigInvalid(thrown: unknown): boolean {
  return isTokenProviderError(thrown) && thrown.reason === 'config_invalid'
}

/** For the app, '': it is no user id, so its layer has only the app's cutoffs. */
function userOf(change: Revocation | undefined): string {
  return change !== undefined && 'userId' in change ? change.userId : ''
}

async function write(
  store: () => RevocationStore,
  changes: readonly Revocation[],
): Promise<readonly Cutoffs[]> {
  const states: unknown = await store().write(changes)
  if (Array.isArray(states) && states.length === changes.length && states.every(isCutoffs)) return states
  throw new TypeError('The store returned something other than a list of Cutoffs, one for each change.')
}

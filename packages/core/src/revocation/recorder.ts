import { isState } from '../cutoffs/is-state.js'
import type { ReadState } from '../cutoffs/read-state.js'
import type { Revocation, RevocationState, RevocationStore, Versioned } from '../cutoffs/store.js'
import { covers, inForce, larger, revoked, revokes, undone } from '../cutoffs/versioned.js'
import { isTokenProviderError, TokenProviderError } from '../errors/errors.js'
import type { Emit } from '../events/events.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { within } from '../primitives/waiting.js'
import { type Applied, type Sent, withLayer } from './overlay.js'
import type { Change } from './pending-changes.js'
import type { SharedState } from './shared-state.js'

/**
 * Puts changes in force and stores them; returns the state after each.
 *
 * @throws {TokenProviderError} `revocation_not_stored`; revocations and blocks still hold in this process
 */
export type Record = (changes: readonly Change[]) => Promise<readonly RevocationState[]>

/** How often a change is written whose effect the store does not show, in all. */
const TRIES = 2

/** The parts that the recorder uses. */
export interface RecorderParts {
  readonly store: () => RevocationStore
  readonly shared: () => SharedState
  /** Reads the store alone, without what is pending here. */
  readonly readStore: ReadState
  readonly writeTimeout: number
  readonly emit: Emit
  /** Called for changes that were stored after their time limit: the command has failed, and Stream does not have them. */
  readonly onLate: (changes: readonly Change[]) => void
}

/** Creates the recorder. A revocation is in force here before it is stored, an undo only afterwards. */
export function createRecorder(parts: RecorderParts): Record {
  const { store, shared, readStore, writeTimeout, emit, onLate } = parts

  /** Each try numbers the changes from a new read: a version is only valid for the state that it was read from. */
  const write = async (
    changes: readonly Change[],
    applied: Applied,
    isLate: () => boolean,
  ): Promise<readonly RevocationState[]> => {
    const { overlay } = shared()
    for (let tries = 1; ; tries++) {
      const known = await Promise.all(changes.map(async change => readStore(userOf(change), true)))
      // The command has failed: a write that begins now could revive what is undone meanwhile.
      if (isLate()) throw new Error('The store was too slow.')
      const written = changes.map((change, at) => numbered(change, known[at] ?? {}, overlay.sent(change)))
      applied.number(written)
      const states: unknown = await store().write(written)
      if (!isListOfStates(states, changes.length))
        throw new TypeError('The store returned something other than a list of states, one for each change.')
      if (written.every((change, at) => shows(states[at] ?? {}, change))) return states
      if (tries === TRIES) throw new Error('The store does not show the change after the write.')
    }
  }

  return async changes => {
    const { overlay } = shared()
    const applied = overlay.apply(changes)
    let isLate = false
    // Runs even if the write ends after the time limit: what is stored need not be kept here.
    const stored = write(changes, applied, () => isLate).then(states => {
      applied.settle(states)
      if (isLate) onLate(changes)
      return changes.map((change, at) => withLayer(states[at] ?? {}, overlay.failedLayer(userOf(change))))
    })
    stored.catch(thrown => (isConfigInvalid(thrown) ? applied.release() : applied.keep()))
    try {
      return await within(stored, writeTimeout)
    } catch (thrown) {
      isLate = true
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

function userOf(change: Change): string | undefined {
  return 'userId' in change ? change.userId : undefined
}

/** Gives a change its versions: above those that the store has, and above those that may reach it late. */
function numbered(change: Change, known: RevocationState, sent: Sent): Revocation {
  const target = 'userId' in change ? { userId: change.userId } : ({ app: true } as const)
  const { cutoff, block } = change
  const stored = 'userId' in change ? known.user : known.app
  return {
    ...target,
    ...(cutoff !== undefined && { cutoff: pairOf(stored, sent.cutoff, cutoff) }),
    ...(block !== undefined && { block: pairOf(known.block, sent.block, block) }),
  }
}

/**
 * A revocation takes the version of an unconfirmed one of this process and not the next: with a larger version it could
 * replace a later cutoff that another instance has stored meanwhile and this one has not seen.
 */
function pairOf(
  stored: Versioned | undefined,
  sent: Versioned | undefined,
  value: NumericDate | 'forever' | null,
): Versioned {
  const known = larger(stored, sent)
  if (value === null) return undone(known)
  const isUnconfirmed = sent !== undefined && inForce(sent) !== undefined && !covers(stored, sent)
  if (!isUnconfirmed) return revoked(known, value)
  // What is in force here and was not stored is stored with it.
  const pair = revoked(stored, revokes(sent, value) ? sent.value : value)
  return { ...pair, version: Math.max(pair.version, sent.version) }
}

/**
 * Whether the state after a write has its effect. A revocation must be in force, so that of a revocation and an undo at
 * the same time the revocation wins; an undo may have been replaced.
 */
function shows(state: RevocationState, change: Revocation): boolean {
  const stored = 'userId' in change ? state.user : state.app
  return isShown(stored, change.cutoff) && isShown(state.block, change.block)
}

function isShown(stored: Versioned | undefined, written: Versioned | undefined): boolean {
  const value = inForce(written)
  return covers(stored, written) && (value === undefined || revokes(stored, value))
}

function isListOfStates(value: unknown, length: number): value is readonly RevocationState[] {
  return Array.isArray(value) && value.length === length && value.every(isState)
}

import type { ReadCutoffs } from '../cutoffs/read-cutoffs.js'
import type { RevocationStore } from '../cutoffs/store.js'
import type { Emit } from '../events/events.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { readEnvironment } from '../settings/environment.js'
import type { Settings } from '../settings/settings.js'
import { createPendingTasks } from '../stream-api/pending-tasks.js'
import { createPropagation } from '../stream-api/propagation.js'
import { createStreamApi } from '../stream-api/stream-api.js'
import type { Signer } from '../token/sign.js'
import { createCutoffReader } from './cutoff-reader.js'
import { createOverlay } from './overlay.js'
import { createRecorder } from './recorder.js'
import { emitOutcome } from './report.js'
import { createRevoker, type Revoker } from './revoker.js'

/** The revocations of one provider: reads what is in force, and changes it. */
export interface Revocations {
  readonly read: ReadCutoffs
  readonly revoker: Revoker
  /** Resolves when no task is running and the store is closed. */
  close(): Promise<void>
}

/** The dependencies of revocations. */
export interface RevocationsParts {
  readonly settings: Settings
  /** Returns the store to use if the options name none. */
  readonly defaultStore: () => RevocationStore
  readonly apiKey: () => string
  /** Starts to load credentials that are functions; undefined: nothing to wait for. */
  readonly load: () => Promise<void> | undefined
  readonly signer: Signer
  readonly now: () => NumericDate
  readonly emit: Emit
}

/** Connects the store, its reader, its writer and the propagation to Stream. */
export function createRevocations(parts: RevocationsParts): Revocations {
  const { settings, apiKey, load, signer, now, emit } = parts
  const { storeTimeout, streamApi } = settings
  const store = createStoreOnce(settings.revocations, parts.defaultStore, emit)
  const overlay = createOverlay()
  const read = createCutoffReader(store, overlay, storeTimeout, emit)
  const pendingTasks = createPendingTasks()
  const propagation =
    streamApi === false
      ? undefined
      : createPropagation(
          createStreamApi(streamApi, apiKey, () => signer.server()),
          read,
          now,
          pendingTasks,
          (key, outcome) => emitOutcome(emit, key, outcome),
        )
  const record = createRecorder(store, overlay, storeTimeout, emit)
  return {
    read,
    revoker: createRevoker(record, propagation, pendingTasks, emit, load),
    async close() {
      await pendingTasks.idle()
      await settings.revocations?.close?.()
    },
  }
}

/** Finds the store on first use, because the default store depends on the API key. Emits its notices as events. */
function createStoreOnce(
  given: RevocationStore | undefined,
  defaultStore: () => RevocationStore,
  emit: Emit,
): () => RevocationStore {
  let found: RevocationStore | undefined
  return () => {
    if (found === undefined) {
      found = given ?? defaultStore()
      // The notice about memory matters only in production.
      const quiet = readEnvironment().nodeEnv !== 'production'
      found.watch?.(notice => {
        if (!quiet || notice.type !== 'store_is_memory') emit(notice)
      })
    }
    return found
  }
}

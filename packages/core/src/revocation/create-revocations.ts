import type { ReadState } from '../cutoffs/read-state.js'
import type { RevocationStore } from '../cutoffs/store.js'
import type { Emit } from '../events/events.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { isPromise, within } from '../primitives/waiting.js'
import type { Settings } from '../settings/settings.js'
import { createPendingTasks } from '../stream-api/pending-tasks.js'
import { createPropagation, type Propagation } from '../stream-api/propagation.js'
import { createStreamApi } from '../stream-api/stream-api.js'
import type { Signer } from '../token/sign.js'
import { createCutoffReader } from './cutoff-reader.js'
import { createStoreUse } from './open-store.js'
import { withLayer } from './overlay.js'
import type { Change } from './pending-changes.js'
import { createRecorder } from './recorder.js'
import { emitOutcome } from './report.js'
import { createRevoker, type Revoker } from './revoker.js'
import { type SharedState, sharedStateOf } from './shared-state.js'

/** The revocations of one provider: reads what is in force, and changes it. */
export interface Revocations {
  readonly read: ReadState
  readonly revoker: Revoker
  /** Notes the `iat` of a minted token: a revocation must be later, even on a clock that was set back. */
  noteMinted(issuedAt: NumericDate): void
  /** Resolves when the pending changes are stored, Stream has had its time, and the store is closed. */
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
  const { settings, apiKey, load, now, emit } = parts
  const { storeTimeout, writeTimeout, clockSkew } = settings
  const use = createStoreUse(settings.revocations, parts.defaultStore, apiKey, settings.clock, emit)
  const store = use.get
  let found: SharedState | undefined
  const shared = (): SharedState => {
    found ??= sharedStateOf(apiKey(), store())
    return found
  }
  const readStore = createCutoffReader(store, storeTimeout, emit)
  const read = createReadInForce(readStore, shared)
  const pending = createPendingTasks()
  const propagation = propagationOf(parts, read)
  const onLate = (changes: readonly Change[]): void => {
    const cutoffs = changes.filter(({ cutoff }) => cutoff !== undefined)
    const users = cutoffs.flatMap(change => ('userId' in change ? [change.userId] : []))
    if (users.length > 0) void propagation?.users(users)
    if (users.length < cutoffs.length) void propagation?.app()
  }
  const record = createRecorder({ store, shared, readStore, writeTimeout, emit, onLate })
  return {
    read,
    revoker: createRevoker({ record, propagation, shared, now, clockSkew, emit, load, pending }),
    noteMinted(issuedAt) {
      const state = shared()
      if (issuedAt > state.highestIat) state.highestIat = issuedAt
    },
    async close() {
      await within(pending.idle(), writeTimeout).catch(() => {})
      await propagation?.close()
      await use.close()
    },
  }
}

/** Undefined with `streamApi: false`. */
function propagationOf(
  { settings, apiKey, signer, now, emit }: RevocationsParts,
  read: ReadState,
): Propagation | undefined {
  const { streamApi, storeTimeout, waitUntil } = settings
  if (streamApi === false) return undefined
  return createPropagation({
    call: createStreamApi(streamApi, apiKey, () => signer.server()),
    read,
    now,
    streamApi,
    storeTimeout,
    waitUntil: waitUntil && (promise => keepAlive(promise, waitUntil, emit)),
    onOutcome: (key, outcome) => emitOutcome(emit, key, outcome),
  })
}

/** The change is stored by now: a `waitUntil` that throws, as some do outside of a request, must not fail its command. */
function keepAlive(
  promise: Promise<unknown>,
  waitUntil: NonNullable<Settings['waitUntil']>,
  emit: Emit,
): void {
  try {
    waitUntil(promise)
  } catch {
    const message =
      'waitUntil threw: the host may stop before a revocation reaches Stream. Pass a function that also works outside of a request.'
    emit({ type: 'misconfigured', message })
  }
}

/** Creates the read of what is in force here: what is stored, and what is pending in this process. */
function createReadInForce(readStore: ReadState, shared: () => SharedState): ReadState {
  return (userId, fresh) => {
    const { overlay } = shared()
    const layer = overlay.layer(userId)
    const stored = readStore(userId, fresh)
    if (!isPromise(stored)) return withLayer(stored, layer)
    // Applies the layer of the call and the layer of now. A revocation that was pending at the call may be stored by now,
    // but only after the store looked up its result.
    return stored.then(state => withLayer(withLayer(state, layer), overlay.layer(userId)))
  }
}

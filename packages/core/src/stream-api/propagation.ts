import type { ReadState } from '../cutoffs/read-state.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import type { StreamApiSettings } from '../settings/settings.js'
import { APP, type Attempts, type PropagationOutcome } from './outcome.js'
import { createReconciler } from './reconciler.js'
import { createSendActivity, type Wish } from './send-activity.js'
import { createSendCutoffs } from './send-cutoffs.js'
import type { CallStream } from './stream-api.js'

/** Propagates what is in force to Stream, for as long as it takes. */
export interface Propagation {
  users(userIds: readonly string[]): Propagating
  /** The outcome is under the key {@link APP}. */
  app(): Propagating
  /** Reactivates a user who is not blocked, or deactivates one who is. */
  setActive(userId: string, active: boolean): Propagating
  /** Resolves when Stream has what is in force, or after `streamApi.timeout`. */
  close(): Promise<void>
}

/** The outcomes by user, once they are known. */
export type Propagating = Promise<ReadonlyMap<string, PropagationOutcome>>

/** The parts that the propagation uses. */
export interface PropagationParts {
  readonly call: CallStream
  readonly read: ReadState
  readonly now: () => NumericDate
  readonly streamApi: Pick<StreamApiSettings, 'retries' | 'timeout'>
  readonly storeTimeout: number
  /** Keeps a serverless host alive until a promise settles. */
  readonly waitUntil: ((promise: Promise<unknown>) => void) | undefined
  readonly onOutcome: (key: string, outcome: PropagationOutcome) => void
}

/** Before the user id in the key of an activity: no user id contains a colon. */
const ACTIVITY = 'activity:'

export function createPropagation(parts: PropagationParts): Propagation {
  const { call, read, now, streamApi, storeTimeout, waitUntil, onOutcome } = parts
  const sendCutoffs = createSendCutoffs(call, read, now)
  const sendActivity = createSendActivity(call, read, now)
  /** What commands want of each user. Both, after a block and an unblock: what is in force decides. */
  const wishes = new Map<string, Set<Wish>>()

  const send = async (keys: readonly string[]): Promise<Attempts> => {
    const [key = ''] = keys
    if (!key.startsWith(ACTIVITY)) return sendCutoffs(keys)
    return new Map([[key, await sendActivity(userOf(key), wishes.get(key) ?? new Set())]])
  }
  const reconciler = createReconciler({
    ...streamApi,
    send,
    isShared: key => key !== APP && !key.startsWith(ACTIVITY),
    // Each of the two reads may wait for another one first.
    longestCall: streamApi.timeout + 4 * storeTimeout + 1,
    onOutcome: (key, outcome) => onOutcome(userOf(key), outcome),
  })
  const reconcile = (keys: readonly string[]): Propagating => {
    const outcomes = reconciler.reconcile(keys)
    waitUntil?.(reconciler.idle(keys))
    return outcomes
  }

  return {
    users: reconcile,
    app: () => reconcile([APP]),
    async setActive(userId, active) {
      const key = ACTIVITY + userId
      wishes.set(key, (wishes.get(key) ?? new Set<Wish>()).add(active ? 'reactivate' : 'deactivate'))
      const outcomes = await reconcile([key])
      return new Map([...outcomes].map(([one, outcome]) => [userOf(one), outcome]))
    },
    close: () => reconciler.close(streamApi.timeout),
  }
}

function userOf(key: string): string {
  return key.startsWith(ACTIVITY) ? key.slice(ACTIVITY.length) : key
}

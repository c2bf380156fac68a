import type { ReadCutoffs } from '../cutoffs/read-cutoffs.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { toRfc3339 } from '../primitives/rfc3339.js'
import { sleep } from '../primitives/waiting.js'
import type { PendingTasks } from './pending-tasks.js'
import { createSerial } from './serial.js'
import type { CallStream, StreamResult } from './stream-api.js'

/** Whether Stream has what is in force for a key, and if not, why. */
export type PropagationOutcome =
  | { readonly propagated: true }
  | { readonly propagated: false; readonly reason: string }

/** Propagates what is in force to Stream. It sends state, not events, so a repeated or late call does no harm. */
export interface Propagation {
  users(userIds: readonly string[]): Promise<ReadonlyMap<string, PropagationOutcome>>
  /** The outcome is under the key {@link APP}. */
  app(): Promise<ReadonlyMap<string, PropagationOutcome>>
  /** Reactivates or deactivates a user; the last call for a user wins. */
  setActive(userId: string, active: boolean): Promise<ReadonlyMap<string, PropagationOutcome>>
}

/** The most users that Stream accepts in one call. */
const BATCH = 100

/** How many calls of one command run in parallel: Stream limits rates, and a list of users may be long. */
const CALLS_AT_ONCE = 4

/**
 * Cutoffs further in the future, in seconds, are not waited for. Without a date, a cutoff is at most 1.5 s in the future.
 */
const MAX_AHEAD = 10

/** How often a cutoff is waited for: timers can fire early, and a stopped clock must not cause endless calls. */
const MAX_ROUNDS = 3

const FIELD = 'revoke_tokens_issued_before'

/** The app's key. It contains a space, so it cannot be a user id. */
export const APP = 'the app'

export function createPropagation(
  call: CallStream,
  read: ReadCutoffs,
  now: () => NumericDate,
  pendingTasks: PendingTasks,
  onLate: (key: string, outcome: PropagationOutcome) => void,
): Propagation {
  const serial = createSerial()

  const cutoffsOf = async (
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, NumericDate | undefined>> => {
    const states = await Promise.all(keys.map(async key => [key, await read(key)] as const))
    return new Map(states.map(([key, { user, app }]) => [key, key === APP ? app : user]))
  }

  /** Sends one call for some keys. Each try reads the state again, so that a retry sends an undo made meanwhile. */
  const send = async (keys: readonly string[]): Promise<{ result: StreamResult; sent: Sent }> => {
    let sent: Sent = new Map()
    const body = async (): Promise<unknown> => {
      const cutoffs = await cutoffsOf(keys)
      const at = now()
      sent = new Map([...cutoffs].map(([key, cutoff]) => [key, { cutoff, early: at < (cutoff ?? at) }]))
      const date = (key: string): string | null => {
        const cutoff = cutoffs.get(key)
        return cutoff === undefined ? null : toRfc3339(Math.min(cutoff, at))
      }
      return keys[0] === APP
        ? { [FIELD]: date(APP) }
        : { users: keys.map(id => ({ id, set: { [FIELD]: date(id) } })) }
    }
    const result = await call('PATCH', keys[0] === APP ? '/app' : '/users', body)
    return { result, sent }
  }

  /** Sends until the state has not changed during the call. A refused batch is sent again, one key at a time. */
  const propagate = async (
    keys: readonly string[],
    round: number,
  ): Promise<Map<string, PropagationOutcome>> => {
    const { result, sent } = await send(keys)
    if (result.kind === 'refused' && result.status !== 401 && keys.length > 1) {
      const each: [string, PropagationOutcome][] = []
      for (const key of keys) each.push(...(await propagate([key], round)))
      return new Map(each)
    }
    const outcome = outcomeOf(result, keys[0] === APP)
    const results = new Map(keys.map(key => [key, outcome]))
    if (!outcome.propagated) return results
    const cutoffs = await cutoffsOf(keys)
    const changed = keys.filter(key => cutoffs.get(key) !== sent.get(key)?.cutoff)
    if (changed.length > 0)
      for (const [key, again] of await propagate(changed, round)) results.set(key, again)
    const early = keys.filter(key => !changed.includes(key) && sent.get(key)?.early === true)
    const last = Math.max(...early.map(key => cutoffs.get(key) ?? 0))
    if (early.length === 0) return results
    if (round === MAX_ROUNDS || last - now() > MAX_AHEAD) for (const key of early) results.set(key, AHEAD)
    else followUp(early, last, round + 1)
    return results
  }

  /** A cutoff in the future was sent as the current time. Sends the cutoff itself once it has passed. */
  const followUp = (keys: readonly string[], last: NumericDate, round: number): void => {
    const sent = sleep(Math.max(0, last - now()) + 0.001).then(() => guarded(keys, round))
    const reported = sent.then(results => {
      for (const [key, outcome] of results) if (!outcome.propagated) onLate(key, outcome)
    })
    pendingTasks.track(reported).catch(() => {})
  }

  const guarded = (keys: readonly string[], round = 0): Promise<Map<string, PropagationOutcome>> =>
    serial.run(keys, () => propagate(keys, round)).catch(() => new Map(keys.map(key => [key, UNKNOWN])))

  return {
    async users(userIds) {
      const results = new Map<string, PropagationOutcome>()
      let next = 0
      const propagateNext = async (): Promise<void> => {
        while (next < userIds.length) {
          const batch = userIds.slice(next, next + BATCH)
          next += BATCH
          for (const [userId, outcome] of await guarded(batch)) results.set(userId, outcome)
        }
      }
      await Promise.all(Array.from({ length: CALLS_AT_ONCE }, propagateNext))
      return results
    },
    app: () => guarded([APP]),
    setActive(userId, active) {
      const path = `/users/${encodeURIComponent(userId)}/${active ? 'reactivate' : 'deactivate'}`
      return serial.run([userId], async () => {
        const result = await call('POST', path, async () => ({}))
        // An earlier try, or an earlier call of the app, may have succeeded already.
        const already = result.kind === 'refused' && result.active === active
        return new Map([[userId, already ? PROPAGATED : outcomeOf(result, false)]])
      })
    },
  }
}

/** What was sent to Stream for each key; `early` if the cutoff was still in the future. */
type Sent = ReadonlyMap<string, { readonly cutoff: NumericDate | undefined; readonly early: boolean }>

const AHEAD: PropagationOutcome = {
  propagated: false,
  reason:
    'The cutoff is ahead of the clock, so Stream has the time of the call instead: repeat the call later',
}

const PROPAGATED: PropagationOutcome = { propagated: true }

const UNKNOWN: PropagationOutcome = {
  propagated: false,
  reason: 'The cutoffs could not be read from the store',
}

function outcomeOf(result: StreamResult, app: boolean): PropagationOutcome {
  if (result.kind === 'done') return PROPAGATED
  if (result.kind === 'unreached') return { propagated: false, reason: result.reason }
  const { status, code, unknown } = result
  // A user whom Stream does not know has no tokens there to revoke.
  if (!app && unknown) return PROPAGATED
  const hint =
    app && status === 400 ? '; for the app it may require a date at least 60 seconds in the past' : ''
  return {
    propagated: false,
    reason: `Stream refused with ${status}${code === undefined ? '' : ` (code ${code})`}${hint}`,
  }
}

import type { ReadCutoffs } from '../cutoffs/read-cutoffs.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { toRfc3339 } from '../primitives/rfc3339.js'
import { sleep } from '../primitives/waiting.js'
import type { PendingTasks } from './pending-tasks.js'
import { createSerial } from './serial.js'
import type { CallStream, StreamResult } from './stream-api.js'

/** Whether Stream knows what is in force for a key, and if not, why. */
export type PropagationOutcome =
  | { readonly propagated: true }
  | { readonly propagated: false; readonly reason: string }

/** Passes on to Stream what is in force: state, not events, so that a repeated or late call does no harm. */
export interface Propagation {
  users(userIds: readonly string[]): Promise<ReadonlyMap<string, PropagationOutcome>>
  /** Answers under the key {@link APP}. */
  app(): Promise<ReadonlyMap<string, PropagationOutcome>>
  /** Reactivates or deactivates a user; the last of the calls for a user is the one that stays. */
  setActive(userId: string, active: boolean): Promise<ReadonlyMap<string, PropagationOutcome>>
}

/** The most users that Stream takes in one call. */
const BATCH = 100

/** How many calls one command has under way: Stream limits rates, and a list of users may be long. */
const CALLS_AT_ONCE = 4

/** How far ahead, in seconds, a cutoff is waited for: one of now lies at most 1.5 s ahead. */
const MAX_AHEAD = 10

/** How often it is waited for: timers fire early, and a clock that stands still must not keep Stream busy. */
const MAX_ROUNDS = 3

const FIELD = 'revoke_tokens_issued_before'

/** Stands for the app among the keys, and for nobody when the store is asked: no user id has a space. */
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

  /** Sends one call about some keys; the state is read at each try, so that an undo overtakes a retry. */
  const send = async (keys: readonly string[]): Promise<{ answer: StreamResult; sent: Sent }> => {
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
    const answer = await call('PATCH', keys[0] === APP ? '/app' : '/users', body)
    return { answer, sent }
  }

  /** Sends until Stream has the state of the moment after the send; a refused batch is sent one by one. */
  const propagate = async (
    keys: readonly string[],
    round: number,
  ): Promise<Map<string, PropagationOutcome>> => {
    const { answer, sent } = await send(keys)
    if (answer.kind === 'refused' && answer.status !== 401 && keys.length > 1) {
      const each: [string, PropagationOutcome][] = []
      for (const key of keys) each.push(...(await propagate([key], round)))
      return new Map(each)
    }
    const outcome = outcomeOf(answer, keys[0] === APP)
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

  /** A cutoff that lay ahead was sent as the moment itself; once it has outcome, it is sent as it is. */
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
        const answer = await call('POST', path, async () => ({}))
        // A call that is repeated, by us or by the caller, may have been carried out before.
        const already = answer.kind === 'refused' && answer.active === active
        return new Map([[userId, already ? PROPAGATED : outcomeOf(answer, false)]])
      })
    },
  }
}

/** What Stream was sent: early where the cutoff itself still lay ahead. */
type Sent = ReadonlyMap<string, { readonly cutoff: NumericDate | undefined; readonly early: boolean }>

const AHEAD: PropagationOutcome = {
  propagated: false,
  reason: 'The cutoff lies ahead of the clock, and Stream has the time of the call: repeat it later',
}

const PROPAGATED: PropagationOutcome = { propagated: true }

const UNKNOWN: PropagationOutcome = {
  propagated: false,
  reason: 'What is in force could not be read from the store',
}

function outcomeOf(answer: StreamResult, app: boolean): PropagationOutcome {
  if (answer.kind === 'done') return PROPAGATED
  if (answer.kind === 'unreached') return { propagated: false, reason: answer.reason }
  const { status, code, unknown } = answer
  // A user whom Stream does not know has no token there to revoke.
  if (!app && unknown) return PROPAGATED
  const hint =
    app && status === 400 ? '; for the app it may ask for a date at least 60 seconds in the past' : ''
  return {
    propagated: false,
    reason: `Stream refused with ${status}${code === undefined ? '' : ` (code ${code})`}${hint}`,
  }
}

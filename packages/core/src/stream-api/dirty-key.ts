import type { Attempt, PropagationOutcome } from './outcome.js'

/** A command that waits for Stream. */
export interface Waiter {
  /** How many calls have failed since the command. */
  tries: number
  readonly resolve: (outcome: PropagationOutcome) => void
}

/** A key whose state Stream may not have. */
export interface DirtyKey {
  readonly key: string
  /** Commands for which no call has begun since. */
  waiters: Waiter[]
  /** When the next call is due; undefined: none, unless something marks the key. */
  dueAt: number | undefined
  /** Until when the call under way counts; 0: none is. */
  busyUntil: number
  /** Before this time, an unanswered call may still reach Stream. */
  unsettledUntil: number
  /** How many calls in a row have failed. */
  failures: number
  /** How many calls in a row have found another state afterwards. */
  rounds: number
  /** How many keys a call may have: fewer after a refusal. */
  limit: number
}

/** What {@link advance} needs to know besides the key. All times are in seconds, on the monotonic clock. */
export interface Progress {
  readonly begunAt: number
  readonly endedAt: number
  /** How many keys the call had. */
  readonly size: number
  readonly retries: number
  /** How long an unanswered call may be under way. */
  readonly timeout: number
}

/** What became of a key, for its commands and for the operator. */
export type Step =
  | { readonly outcome: PropagationOutcome; readonly late: boolean; readonly waiters: readonly Waiter[] }
  | undefined

/** The most users that Stream accepts in one call. */
export const BATCH = 100

/** First pause between tries, in seconds. It doubles each time, and jitter subtracts up to half of it. */
const FIRST_PAUSE = 0.25

/** The longest pause that Stream can ask for, and the longest of our own, in seconds. */
const MAX_ASKED = 30
const MAX_PAUSE = 60

/** How often a refused key is tried again: Stream has understood the call. */
const MAX_REFUSALS = 10

/** How often a state that keeps changing is sent at once. */
const MAX_ROUNDS = 3

/** Cutoffs further ahead than this, in seconds, count as not propagated until they have passed. */
const MAX_AHEAD = 10

const PROPAGATED: PropagationOutcome = { propagated: true }

const AHEAD: PropagationOutcome = {
  propagated: false,
  reason: 'The cutoff is ahead of the clock: Stream gets it once it has passed',
}

/** Creates a key that nothing has marked yet. */
export function createDirtyKey(key: string): DirtyKey {
  return {
    key,
    waiters: [],
    dueAt: undefined,
    busyUntil: 0,
    unsettledUntil: 0,
    failures: 0,
    rounds: 0,
    limit: BATCH,
  }
}

/** Whether commands or a cutoff that passes soon wait for a key; others are only tried while the process lives. */
export function isAwaited({ waiters, failures, dueAt }: DirtyKey, now: number): boolean {
  return waiters.length > 0 || (failures === 0 && dueAt !== undefined && dueAt - now <= MAX_AHEAD)
}

/** Takes a key back from a call that never ended: on Workers, a request ends with all that it started. */
export function takeBack(one: DirtyKey, now: number, timeout: number): void {
  if (one.busyUntil === 0 || one.busyUntil > now) return
  one.busyUntil = 0
  one.failures++
  one.unsettledUntil = now + timeout
  one.dueAt ??= now
}

/** Takes the result of a call into a key: what is due next, and who has a result now. */
export function advance(
  one: DirtyKey,
  attempt: Attempt,
  waiters: readonly Waiter[],
  progress: Progress,
): Step {
  const { begunAt, endedAt, size } = progress
  /** Something may have marked the key during the call. */
  const isMarked = one.dueAt !== undefined
  const due = (pause: number): void => {
    if (!isMarked) one.dueAt = endedAt + pause
  }
  switch (attempt.kind) {
    case 'split':
      one.limit = Math.ceil(size / 2)
      one.waiters = [...waiters, ...one.waiters]
      due(0)
      return undefined
    case 'clean':
    case 'changed':
    case 'early': {
      const late = one.failures > 0 && waiters.length === 0
      one.failures = 0
      one.limit = BATCH
      one.rounds = attempt.kind === 'clean' ? 0 : one.rounds + 1
      const slower = one.rounds > MAX_ROUNDS ? pauseAfter(one.rounds - MAX_ROUNDS) : 0
      if (attempt.kind !== 'clean')
        due(Math.max(slower, attempt.kind === 'early' ? attempt.seconds + 0.001 : 0))
      else if (begunAt < one.unsettledUntil) due(Math.max(0, one.unsettledUntil - endedAt))
      const isAhead = attempt.kind === 'early' && attempt.seconds > MAX_AHEAD
      if (isAhead) one.failures = 1
      return { outcome: isAhead ? AHEAD : PROPAGATED, late: late && !isAhead, waiters }
    }
    case 'dropped':
      one.failures = 0
      return { outcome: { propagated: false, reason: attempt.reason }, late: true, waiters }
    case 'refused': {
      one.failures++
      const outcome = { propagated: false, reason: attempt.reason }
      if (one.failures > MAX_REFUSALS) return { outcome, late: true, waiters }
      due(pauseAfter(one.failures))
      return { outcome, late: false, waiters }
    }
    default: {
      one.failures++
      const isUnanswered = attempt.kind === 'unanswered'
      if (isUnanswered) one.unsettledUntil = endedAt + progress.timeout
      const asked = isUnanswered ? attempt.pause : undefined
      const pause = asked === undefined ? pauseAfter(one.failures) : Math.min(asked, MAX_ASKED)
      // A command during the call must not shorten the pause: Stream may be down.
      one.dueAt = endedAt + pause
      for (const waiter of waiters) waiter.tries++
      one.waiters = [...waiters.filter(({ tries }) => tries <= progress.retries), ...one.waiters]
      const given = waiters.filter(({ tries }) => tries > progress.retries)
      return { outcome: { propagated: false, reason: attempt.reason }, late: false, waiters: given }
    }
  }
}

function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE * 2 ** (failures - 1), MAX_PAUSE) * (1 - Math.random() / 2)
}

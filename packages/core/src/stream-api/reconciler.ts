import { within } from '../primitives/waiting.js'
import { advance, createDirtyKey, type DirtyKey, isAwaited, takeBack, type Waiter } from './dirty-key.js'
import type { Attempts, PropagationOutcome } from './outcome.js'

/** Brings Stream to the state that is in force here. A key is dirty or clean; there is no queue of commands. */
export interface Reconciler {
  /** Marks keys as dirty; resolves with the outcome of the next call for each, or when the retries are used up. */
  reconcile(keys: readonly string[]): Promise<ReadonlyMap<string, PropagationOutcome>>
  /** Resolves when nobody waits for these keys any more, nor for their cutoffs to pass. */
  idle(keys: readonly string[]): Promise<void>
  /** Sends what is dirty for at most that many seconds more, then gives up with an event for each key. */
  close(seconds: number): Promise<void>
}

/** The parts that the reconciler uses. */
export interface ReconcilerParts {
  /** Sends one call for keys of one kind. */
  readonly send: (keys: readonly string[]) => Promise<Attempts>
  /** Whether a key shares its call with others of its kind. */
  readonly isShared: (key: string) => boolean
  readonly retries: number
  /** The time limit of a call to Stream, in seconds. */
  readonly timeout: number
  /** How long reading and sending may take together, in seconds. */
  readonly longestCall: number
  readonly onOutcome: (key: string, outcome: PropagationOutcome) => void
}

/** How many calls run in parallel: Stream limits rates. */
const CALLS_AT_ONCE = 4

/** How many keys are tried in the background. */
const MAX_KEYS = 10_000

const TOO_MANY = { propagated: false, reason: 'Too many changes wait for Stream' } as const
const UNKNOWN = { kind: 'unknown', reason: 'The call failed' } as const
const LOST = { propagated: false, reason: 'The call took too long' } as const
const CLOSED = { propagated: false, reason: 'The provider was closed' } as const

const monotonic = (): number => performance.now() / 1000

export function createReconciler(parts: ReconcilerParts): Reconciler {
  const { send, isShared, retries, timeout, longestCall, onOutcome } = parts
  const keys = new Map<string, DirtyKey>()
  /** When each call under way counts as lost. */
  const calls = new Set<{ readonly until: number }>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const idlers = new Set<(now: number) => void>()
  let closing = false
  let closed = false

  const finish = (
    key: string,
    outcome: PropagationOutcome,
    waiters: readonly Waiter[],
    late: boolean,
  ): void => {
    if (waiters.length > 0 || late) onOutcome(key, outcome)
    for (const { resolve } of waiters) resolve(outcome)
  }

  /** Keys of commands that wait come first, so that keys which fail again and again delay nobody. */
  const nextBatch = (now: number): readonly DirtyKey[] => {
    const due = [...keys.values()].filter(
      ({ busyUntil, dueAt }) => busyUntil === 0 && dueAt !== undefined && dueAt <= now,
    )
    const first = due.find(({ waiters }) => waiters.length > 0) ?? due[0]
    if (first === undefined) return []
    const alike = due.filter(one => one !== first && isShared(one.key) && one.limit === first.limit)
    return isShared(first.key) ? [first, ...alike].slice(0, first.limit) : [first]
  }

  const begin = async (batch: readonly DirtyKey[], begunAt: number): Promise<void> => {
    const call = { until: begunAt + longestCall }
    calls.add(call)
    const waiting = batch.map(one => {
      const { waiters } = one
      Object.assign(one, { waiters: [], dueAt: undefined, busyUntil: call.until })
      return waiters
    })
    // The app's clock may fail.
    const attempts: Attempts = await send(batch.map(({ key }) => key)).catch(() => new Map())
    calls.delete(call)
    const progress = { begunAt, endedAt: monotonic(), size: batch.length, retries, timeout }
    for (const [at, one] of batch.entries()) {
      if (one.busyUntil === call.until) one.busyUntil = 0
      const step = advance(one, attempts.get(one.key) ?? UNKNOWN, waiting[at] ?? [], progress)
      if (step !== undefined) finish(one.key, step.outcome, step.waiters, step.late)
      if (closing && onlySettles(one)) one.dueAt = undefined
      const isReported = step !== undefined && step.waiters.length > 0
      // A call that counted as lost: something may have marked its key anew.
      if (keys.get(one.key) !== one) finish(one.key, closed ? CLOSED : LOST, one.waiters, false)
      else if (closing && one.failures > 0 && one.waiters.length === 0) drop(one, CLOSED, !isReported)
      else if (keys.size > MAX_KEYS && one.failures > 0 && one.waiters.length === 0) drop(one, TOO_MANY)
    }
    pump()
  }

  /** Gives a key up; what was never reported, or is tried in the background, is reported. */
  const drop = (one: DirtyKey, outcome: PropagationOutcome, isBackground = true): void => {
    keys.delete(one.key)
    finish(one.key, outcome, one.waiters, isBackground && one.failures > 0 && one.dueAt !== undefined)
  }

  /** Begins the calls that are due, and sets the timer for the next. */
  const pump = (): void => {
    const now = monotonic()
    for (const call of calls) if (call.until <= now) calls.delete(call)
    if (calls.size < CALLS_AT_ONCE) sweep(now)
    while (calls.size < CALLS_AT_ONCE) {
      const batch = nextBatch(now)
      if (batch.length === 0) break
      void begin(batch, now)
    }
    schedule(now)
    for (const check of idlers) check(now)
  }

  /** Forgets clean keys, unless a call for them may still reach Stream. */
  const sweep = (now: number): void => {
    for (const [key, one] of keys) {
      takeBack(one, now, timeout)
      if (one.dueAt === undefined && one.busyUntil === 0 && one.unsettledUntil <= now) keys.delete(key)
    }
  }

  /** While all calls are under way, the next is due when one of them ends or is lost. */
  const schedule = (now: number): void => {
    clearTimeout(timer)
    const isFull = calls.size === CALLS_AT_ONCE
    let next = Number.POSITIVE_INFINITY
    if (isFull) for (const { until } of calls) next = Math.min(next, until)
    else for (const { busyUntil, dueAt = next } of keys.values()) next = Math.min(next, busyUntil || dueAt)
    if (next === Number.POSITIVE_INFINITY) return
    timer = setTimeout(pump, Math.min(Math.max(1, (next - now) * 1000), MAX_TIMER))
    const holds = isFull || [...keys.values()].some(one => isAwaited(one, now))
    if (!holds && typeof timer === 'object') timer.unref()
  }

  const mark = (key: string, now: number): Promise<PropagationOutcome> => {
    const one = keys.get(key) ?? createDirtyKey(key)
    keys.set(key, one)
    // While Stream is down, a command must not shorten the pause.
    if (one.dueAt === undefined || one.failures === 0) one.dueAt = now
    return new Promise(resolve => void one.waiters.push({ tries: 0, resolve }))
  }

  /** Resolves when a condition no longer holds for any of some keys. */
  const until = (holds: (one: DirtyKey, now: number) => boolean, some?: readonly string[]): Promise<void> =>
    new Promise(resolve => {
      const check = (now: number): void => {
        const mine = some === undefined ? [...keys.values()] : some.flatMap(key => keys.get(key) ?? [])
        if (mine.some(one => holds(one, now))) return
        idlers.delete(check)
        resolve()
      }
      idlers.add(check)
      check(monotonic())
    })

  return {
    async reconcile(marked) {
      if (closed) return new Map(marked.map(key => [key, CLOSED]))
      const now = monotonic()
      const outcomes = marked.map(async key => [key, await mark(key, now)] as const)
      pump()
      return new Map(await Promise.all(outcomes))
    },
    idle: some => until((one, now) => one.busyUntil > 0 || isAwaited(one, now), some),
    async close(seconds) {
      closing = true
      const now = monotonic()
      for (const one of keys.values()) {
        if (onlySettles(one)) one.dueAt = undefined
        // What failed is tried once more.
        else if (one.failures > 0 && one.dueAt !== undefined) one.dueAt = now
      }
      pump()
      await within(
        until(one => one.busyUntil > 0 || one.dueAt !== undefined),
        seconds,
      ).catch(() => {})
      closed = true
      clearTimeout(timer)
      for (const one of [...keys.values()]) drop(one, CLOSED)
      for (const check of idlers) check(now)
    },
  }
}

/** Whether the next call for a key only makes sure that an earlier one has not come late: closing does not wait for that. */
function onlySettles({ waiters, failures, rounds }: DirtyKey): boolean {
  return waiters.length === 0 && failures === 0 && rounds === 0
}

/** The longest time of a timer, in milliseconds. */
const MAX_TIMER = 2_147_483_647

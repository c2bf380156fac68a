import { TokenProviderError } from '../errors.js'
import type { NumericDate } from '../numeric-date.js'

/** How many mints wait; shared by the providers of one app. */
export interface Held {
  count: number
}

/** Waits until this provider's clock reads an instant. */
export type Hold = (instant: NumericDate, signal?: AbortSignal) => Promise<void>

/** The longest wait, in seconds: a same-second revocation takes at most 1 + 2 × clockSkew. */
const MAX_HOLD = 2

interface Waiters {
  readonly wake: Set<(error?: TokenProviderError) => void>
  timer: ReturnType<typeof setTimeout>
  /** What the timers were set to in all, in seconds: the bound also where the clock stands still. */
  waited: number
}

/**
 * Makes the wait for a cutoff to lie in the past. Those that wait for one instant share a timer.
 *
 * @throws {TokenProviderError} (the function returned) `revocation_in_force` when it would take over 2 s, when too many
 * wait, or when the client left
 */
export function createHold(now: () => NumericDate, held: () => Held, maxHeld: number): Hold {
  const waiting = new Map<NumericDate, Waiters>()

  const finish = (instant: NumericDate, error?: TokenProviderError): void => {
    const waiters = waiting.get(instant)
    waiting.delete(instant)
    for (const wake of waiters?.wake ?? []) wake(error)
  }

  /** Timers fire early, and clocks are set back: the clock decides, not the timer. */
  const arm = (instant: NumericDate, waited: number): Pick<Waiters, 'timer' | 'waited'> => {
    const seconds = Math.max(0.001, instant - now())
    const timer = setTimeout(() => {
      const waiters = waiting.get(instant)
      if (waiters === undefined) return
      if (now() >= instant) return finish(instant)
      const rest = waited + seconds
      if (rest + (instant - now()) > MAX_HOLD)
        return finish(instant, new TokenProviderError('revocation_in_force'))
      Object.assign(waiters, arm(instant, rest))
    }, seconds * 1000)
    return { timer, waited }
  }

  return (instant, signal) => {
    const remaining = instant - now()
    if (remaining <= 0) return Promise.resolve()
    const shared = held()
    if (remaining > MAX_HOLD || shared.count >= maxHeld || signal?.aborted === true) {
      return Promise.reject(new TokenProviderError('revocation_in_force'))
    }
    const waiters = waiting.get(instant) ?? { wake: new Set(), ...arm(instant, 0) }
    waiting.set(instant, waiters)
    shared.count++
    return new Promise((resolve, reject) => {
      const leave = (error?: TokenProviderError): void => {
        shared.count--
        signal?.removeEventListener('abort', onAbort)
        waiters.wake.delete(leave)
        if (error === undefined) resolve()
        else reject(error)
      }
      const onAbort = (): void => {
        leave(new TokenProviderError('revocation_in_force'))
        if (waiters.wake.size > 0) return
        clearTimeout(waiters.timer)
        waiting.delete(instant)
      }
      waiters.wake.add(leave)
      signal?.addEventListener('abort', onAbort)
    })
  }
}

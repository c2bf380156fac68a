import { TokenProviderError } from '../errors/errors.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { areTaken, type Slots, sweepSlots, takeSlot } from '../settings/slots.js'

/** Waits until this provider's clock reaches an instant. */
export type Hold = (instant: NumericDate, signal?: AbortSignal) => Promise<void>

/** The longest wait, in seconds: a same-second revocation takes at most 1 + 2 × clockSkew. */
export const MAX_HOLD = 2

/**
 * Creates the wait for a cutoff to pass. Each wait has its own timer: on Workers a request cannot wait for what another
 * request started.
 *
 * @throws {TokenProviderError} (the function returned) `revocation_in_force` if the wait would take over 2 s, if too
 * many wait, or if the client left
 */
export function createHold(now: () => NumericDate, held: () => Slots, maxHeld: number): Hold {
  return async (instant, signal) => {
    const remaining = instant - now()
    if (remaining <= 0) return
    const shared = held()
    const swept = sweepSlots(shared, maxHeld)
    if (swept !== undefined) await swept
    if (areTaken(shared, maxHeld) || signal?.aborted === true) {
      throw new TokenProviderError('revocation_in_force')
    }
    const free = takeSlot(shared, 2 * MAX_HOLD)
    return new Promise((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const end = (): void => {
        clearTimeout(timer)
        free()
        signal?.removeEventListener('abort', giveUp)
      }
      const fail = (error: unknown): void => {
        end()
        reject(error)
      }
      const giveUp = (): void => fail(new TokenProviderError('revocation_in_force'))
      /** Timers can fire early, and clocks can be set back or stop: the clock decides, and the total wait is limited. */
      const check = (waited: number): void => {
        try {
          const left = instant - now()
          if (left <= 0) {
            end()
            resolve()
          } else if (waited + left > MAX_HOLD) giveUp()
          else {
            const seconds = Math.max(0.001, left)
            timer = setTimeout(() => check(waited + seconds), seconds * 1000)
          }
        } catch (error) {
          // The clock failed. An error thrown in a timer would end the process.
          fail(error)
        }
      }
      signal?.addEventListener('abort', giveUp)
      check(0)
    })
  }
}

import type { Clock } from '@stream-token/core'

/** The emulator's clock. It runs like the clock of the options until a test moves it. */
export interface EmulatedClock {
  /** Returns the time in milliseconds. Pass it to `createTokenProvider` as `clock`, so that both agree. */
  readonly now: Clock
  /** Moves the clock forward by some seconds, or back if the number is negative. */
  readonly advance: (seconds: number) => void
  /** Sets the clock to an instant, in milliseconds or as a Date. It runs on from there. */
  readonly set: (instant: number | Date) => void
}

export function createEmulatedClock(base: Clock): EmulatedClock & { readonly reset: () => void } {
  let offset = 0
  const moveTo = (milliseconds: number): void => {
    if (!Number.isFinite(milliseconds))
      throw new TypeError('The clock can only be moved to a finite instant.')
    offset = milliseconds
  }
  return {
    now: () => base() + offset,
    advance: seconds => moveTo(offset + seconds * 1000),
    set: instant => moveTo(Number(instant) - base()),
    reset: () => moveTo(0),
  }
}

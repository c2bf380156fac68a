import type { Revocation, Versioned } from '@stream-token/core'

/** An instant in 2023, in seconds. */
export const START = 1_700_000_000

/** An instant in 2096, in seconds: a block until then is in force, and the store must keep it. */
export const FAR = 4_000_000_000

/** A pair: odd versions are in force, even ones undone. */
export function pair(version: number, value: Versioned['value'] = START): Versioned {
  return { version, value }
}

/** A change of a user's cutoff. */
export function cut(userId: string, version: number, value: number = START): Revocation {
  return { userId, cutoff: pair(version, value) }
}

/** A change of a user's block. */
export function block(userId: string, version: number, value: Versioned['value'] = FAR): Revocation {
  return { userId, block: pair(version, value) }
}

/** A change of the app's cutoff. */
export function cutApp(version: number, value: number = START): Revocation {
  return { app: true, cutoff: pair(version, value) }
}

/** The numbers from 0 to `length` - 1. */
export function range(length: number): readonly number[] {
  return Array.from({ length }, (_, at) => at)
}

/** The elements in another order, the same in every run. */
export function shuffled<Element>(elements: readonly Element[], seed: number): readonly Element[] {
  const order = (at: number): number => ((at + 1) * (seed * 2 + 1) * 7919) % 1009
  return elements
    .map((element, at) => ({ element, place: order(at) }))
    .sort((one, other) => one.place - other.place)
    .map(({ element }) => element)
}

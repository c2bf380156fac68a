/** A random number generator with a seed. */
export interface Random {
  /** Returns a whole number from 0 to below the bound. */
  below(bound: number): number
  /** Returns one of the values. */
  of<Value>(values: readonly [Value, ...Value[]]): Value
  /** Returns true with this probability. */
  chance(probability: number): boolean
}

/** Creates a generator: mulberry32, which is sufficient for mixing requests. */
export function createRandom(seed: number): Random {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (bound: number): number => Math.floor(next() * bound)
  return {
    below,
    of: values => values[below(values.length)] ?? values[0],
    chance: probability => next() < probability,
  }
}

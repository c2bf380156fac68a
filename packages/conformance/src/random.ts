/** A source of chance that a seed repeats. */
export interface Random {
  /** A whole number from 0 up to a bound. */
  below(bound: number): number
  /** One of these. */
  of<Value>(values: readonly [Value, ...Value[]]): Value
  /** True with this chance. */
  chance(probability: number): boolean
}

/** Makes a source of chance: mulberry32, which is enough to mix requests. */
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

/** Random choices that are the same for the same seed. */
export interface Seeded {
  /** A whole number from 0, below the bound. */
  below(bound: number): number
  pick<Item>(items: readonly Item[]): Item
  /** A text of characters from an alphabet. */
  text(alphabet: string, length: number): string
}

/** Mulberry32: small, and good enough to choose test inputs. */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0
  const below = (bound: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
  }
  return {
    below,
    pick<Item>(items: readonly Item[]): Item {
      if (items.length === 0) throw new Error('Nothing to pick from.')
      return items[below(items.length)] as Item
    },
    text: (alphabet, length) =>
      Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join(''),
  }
}

import type { RevocationState, Versioned } from '@stream-token/core'
import { covers, larger } from '@stream-token/core/store'
import type { Data } from '../fixture/plain-server.js'
import { START } from '../fixture/start.js'

/** Pairs by key; the floor is a pair without versions. */
export type Known = Map<string, Versioned>

/** The plain model: what the server has had at each time, and so what each process must see. */
export interface PlainModel {
  /** Notes what the server has. */
  note(at: number, data: Data): void
  /** Returns what is missing in a state, for a process that has seen `known` and may be so late. */
  missing(userId: string, state: RevocationState, known: Known, from: number): readonly string[]
}

/** The pairs of a state. */
export function pairsOf(userId: string, { user, app, block, floor }: RevocationState): Known {
  const pairs: readonly (readonly [string, Versioned | undefined])[] = [
    [`cutoff:${userId}`, user],
    [`block:${userId}`, block],
    ['app', app],
    ['floor', floor === undefined ? undefined : { version: 0, value: floor }],
  ]
  return new Map(pairs.flatMap(([key, pair]) => (pair === undefined ? [] : [[key, pair] as const])))
}

/** Merges pairs into those that a process has seen. */
export function learn(known: Known, pairs: Known): void {
  for (const [key, pair] of pairs) {
    const kept = larger(known.get(key), pair)
    if (kept !== undefined) known.set(key, kept)
  }
}

export function createModel(): PlainModel {
  /** By key: since when the server had which pair. */
  const histories = new Map<string, { readonly at: number; readonly pair: Versioned | undefined }[]>()

  /** The smallest pair that the server has had since a time. */
  const least = (key: string, from: number): Versioned | undefined => {
    const history = histories.get(key) ?? []
    let smallest: Versioned | undefined
    for (let step = history.length - 1; step >= 0; step--) {
      const one = history[step]
      if (one === undefined || one.pair === undefined) return undefined
      if (smallest === undefined || covers(smallest, one.pair)) smallest = one.pair
      if (one.at <= from) return smallest
    }
    return undefined
  }

  return {
    note(at, { hash }) {
      const pairs = new Map(hash.pairs)
      if (hash.floor !== undefined) pairs.set('floor', { version: 0, value: hash.floor })
      for (const key of new Set([...histories.keys(), ...pairs.keys()])) {
        const history = histories.get(key) ?? []
        histories.set(key, history)
        const pair = pairs.get(key)
        if (history.length === 0 || history.at(-1)?.pair !== pair) history.push({ at, pair })
      }
    },
    missing(userId, state, known, from) {
      const found = pairsOf(userId, state)
      return [`cutoff:${userId}`, `block:${userId}`, 'app', 'floor'].flatMap(key => {
        const pair = found.get(key)
        if (!covers(pair, known.get(key)))
          return [`${key} ${show(pair)}, and it has seen ${show(known.get(key))}`]
        const due = least(key, from)
        return covers(pair, due) ? [] : [`${key} ${show(pair)}, and the server has had ${show(due)}`]
      })
    },
  }
}

function show(pair: Versioned | undefined): string {
  if (pair === undefined) return 'nothing'
  return `version ${pair.version} of ${pair.value === 'forever' ? pair.value : (pair.value - START).toFixed(3)}`
}

import { median } from './median.js'

/** How long and how often each contender runs. */
export interface Pace {
  readonly rounds: number
  /** How long a contender runs at a time, in milliseconds. */
  readonly turn: number
  /** How often each contender runs in one round; the mean is its cost. Default 1. */
  readonly turns?: number
  /** The folder for the CPU profiles of servers. Default: none are made. */
  readonly profile?: string | undefined
}

/** The measured costs: for each contender and round, the CPU time per operation, in microseconds. */
export interface Comparison {
  readonly names: readonly string[]
  /** The median CPU time per operation, in microseconds. */
  cost(name: string): number
  /** How many times cheaper than another a contender is: the median of the ratios of each round. */
  ratio(name: string, other: string): number
  /** How many microseconds more than another a contender costs: the median of the differences of each round. */
  difference(name: string, other: string): number
}

/** Runs a contender for some milliseconds. Returns its CPU time per operation, in microseconds. */
export type TakeTurn<Contender> = (contender: Contender, milliseconds: number) => Promise<number>

/** Runs every contender in every round, in short turns, so that noise on the machine affects all of them alike. */
export async function compare<Contender extends { readonly name: string }>(
  contenders: readonly Contender[],
  takeTurn: TakeTurn<Contender>,
  { rounds, turn, turns = 1 }: Pace,
): Promise<Comparison> {
  const costs = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
  for (const contender of contenders) await takeTurn(contender, turn)
  for (let round = 0; round < rounds; round++) {
    const sums = new Map<Contender, number>()
    for (let at = 0; at < turns; at++) {
      // Rotate the order, so that no contender always pays for the garbage of the same predecessor.
      const start = (round + at) % contenders.length
      for (const contender of [...contenders.slice(start), ...contenders.slice(0, start)]) {
        sums.set(contender, (sums.get(contender) ?? 0) + (await takeTurn(contender, turn)))
      }
    }
    for (const [{ name }, sum] of sums) costsOf(costs, name).push(sum / turns)
  }
  const inEachRound = (
    name: string,
    other: string,
    figure: (own: number, other: number) => number,
  ): number => {
    const others = costsOf(costs, other)
    return median(costsOf(costs, name).map((cost, round) => figure(cost, others[round] ?? Number.NaN)))
  }
  return {
    names: contenders.map(({ name }) => name),
    cost: name => median(costsOf(costs, name)),
    ratio: (name, other) => inEachRound(name, other, (own, cost) => cost / own),
    difference: (name, other) => inEachRound(name, other, (own, cost) => own - cost),
  }
}

function costsOf(costs: ReadonlyMap<string, number[]>, name: string): number[] {
  const found = costs.get(name)
  if (found === undefined) throw new Error(`${name} is not a contender.`)
  return found
}

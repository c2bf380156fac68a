import type { Contender } from './contender.js'
import { median } from './median.js'
import { takeTurn } from './take-turn.js'

/** How long and how often each contender runs. */
export interface Pace {
  readonly rounds: number
  /** Milliseconds a contender has in one round. */
  readonly turn: number
}

/** What was measured: for each contender the CPU microseconds per operation, a figure a round. */
export interface Comparison {
  readonly names: readonly string[]
  /** The median, in microseconds of CPU per operation. */
  cost(name: string): number
  /** How many times cheaper than another a contender is: the median of the ratios within each round. */
  ratio(name: string, other: string): number
}

/** Lets every contender run once a round, so that what disturbs the machine disturbs them all. */
export async function compare(contenders: readonly Contender[], { rounds, turn }: Pace): Promise<Comparison> {
  const costs = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
  for (const contender of contenders) await takeTurn(contender, turn)
  for (let round = 0; round < rounds; round++) {
    // The start moves on: nobody always pays for the garbage of the same neighbour.
    const start = round % contenders.length
    for (const contender of [...contenders.slice(start), ...contenders.slice(0, start)]) {
      costsOf(costs, contender.name).push(await takeTurn(contender, turn))
    }
  }
  return {
    names: contenders.map(({ name }) => name),
    cost: name => median(costsOf(costs, name)),
    ratio(name, other) {
      const own = costsOf(costs, name)
      return median(costsOf(costs, other).map((cost, round) => cost / (own[round] ?? Number.NaN)))
    },
  }
}

function costsOf(costs: ReadonlyMap<string, number[]>, name: string): number[] {
  const found = costs.get(name)
  if (found === undefined) throw new Error(`${name} does not take part.`)
  return found
}

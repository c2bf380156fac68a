import { median } from './median.js'

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
  /** How many microseconds a contender costs more than another: the median of the differences within each round. */
  difference(name: string, other: string): number
}

/** Runs a contender for some milliseconds and answers its CPU microseconds per operation. */
export type TakeTurn<Contender> = (contender: Contender, milliseconds: number) => Promise<number>

/** Lets every contender run once a round, so that what disturbs the machine disturbs them all. */
export async function compare<Contender extends { readonly name: string }>(
  contenders: readonly Contender[],
  takeTurn: TakeTurn<Contender>,
  { rounds, turn }: Pace,
): Promise<Comparison> {
  const costs = new Map<string, number[]>(contenders.map(({ name }) => [name, []]))
  for (const contender of contenders) await takeTurn(contender, turn)
  for (let round = 0; round < rounds; round++) {
    // The start moves on: nobody always pays for the garbage of the same neighbour.
    const start = round % contenders.length
    for (const contender of [...contenders.slice(start), ...contenders.slice(0, start)]) {
      costsOf(costs, contender.name).push(await takeTurn(contender, turn))
    }
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
  if (found === undefined) throw new Error(`${name} does not take part.`)
  return found
}

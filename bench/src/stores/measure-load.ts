import { setTimeout } from 'node:timers/promises'
import type { MirroredStore } from '@stream-token/mirror'
import { below, type Goal } from '../goal.js'
import { heapUsed } from '../heap-used.js'
import { figure } from '../table.js'
import { idOf, USERS } from './users.js'
import { watchTurns } from './watch-turns.js'

/** What a start costs, as rows of a table. */
export interface Load {
  readonly rows: readonly (readonly [string, string])[]
  readonly goals: readonly Goal[]
  /** The longest turn of the event loop that only reads, in milliseconds. */
  readonly reading: number
}

/** Measures starts of a store with a million cutoffs: the first check, the load, the memory, and the longest turn. */
export async function measureLoad(open: () => MirroredStore): Promise<Load> {
  // Noise only adds, and the first read is compiled while it runs.
  const [reading = Number.NaN] = await leastOfThree(async () => [await longestRead(open())])
  const [first = Number.NaN, next = Number.NaN] = await leastOfThree(() => firstChecks(open()))
  const before = heapUsed()
  const store = open()
  const endTurns = watchTurns()
  const startedAt = performance.now()
  await store.read(idOf(USERS / 2))
  while (store.gauges().age === undefined) await setTimeout(10)
  const load = (performance.now() - startedAt) / 1000
  const loading = endTurns()
  const bytes = (heapUsed() - before) / USERS
  await store.close()
  return {
    reading,
    rows: [
      ['the first check, with the connection', `${figure(first)} ms`],
      ['the next check, while they load', `${figure(next)} ms`],
      ['until all are loaded', `${figure(load)} s`],
      ['the longest turn of the event loop meanwhile, CPU', `${figure(loading)} ms`],
      ['the same if they are only read, without a copy', `${figure(reading)} ms`],
      ['a cutoff in the copy', `${Math.round(bytes)} bytes`],
    ],
    goals: [
      below('the next check, while they load', next, 5, 'ms'),
      below('until all are loaded', load, 60, 's'),
      below('a cutoff in the copy', bytes, 160, 'bytes'),
    ],
  }
}

/** The smallest of each figure. */
async function leastOfThree(measure: () => Promise<readonly number[]>): Promise<number[]> {
  const rounds = [await measure(), await measure(), await measure()]
  return (rounds[0] ?? []).map((_, at) => Math.min(...rounds.map(round => round[at] ?? Number.NaN)))
}

/** How long the first two checks of a new store take, in milliseconds. */
async function firstChecks(store: MirroredStore): Promise<readonly number[]> {
  const times: number[] = []
  for (const at of [USERS / 2, USERS / 3]) {
    const startedAt = performance.now()
    await store.read(idOf(Math.floor(at)))
    times.push(performance.now() - startedAt)
  }
  if (store.gauges().age !== undefined) throw new Error('The store has loaded all before the second check.')
  await store.close()
  return times
}

/** Reads all cutoffs, and keeps none. Returns the longest turn of the event loop, in milliseconds. */
async function longestRead(store: MirroredStore): Promise<number> {
  await store.read(undefined)
  const endTurns = watchTurns()
  let users = 0
  for await (const part of (await store.snapshot()).parts) users += part.length
  const longest = endTurns()
  await store.close()
  if (users < USERS) throw new Error(`The store has ${users} cutoffs.`)
  return longest
}

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { memoryRevocationStore, type RevocationStore } from '@stream-token/core'
import { compare, type Pace } from './compare.js'
import { below } from './goal.js'
import type { Report } from './report.js'
import { figure, table } from './table.js'
import { takeTurn } from './take-turn.js'

/** How many users have a cutoff. */
const USERS = 1_000_000

/** How many are asked for in turn: more than a processor's caches hold. */
const ASKED = 100_000

/** How many reads are timed as one. */
const READS = 1000

/** How many changes one write has. */
const BATCH = 10_000

/** What it costs to look up whether a user is revoked, and to keep a cutoff, at a million of them. */
export async function lookUp(pace: Pace): Promise<Report> {
  const store = memoryRevocationStore()
  const before = heapUsed()
  await fill(store)
  const bytes = (heapUsed() - before) / USERS
  const contenders = [
    { name: 'a user with a cutoff', run: reads(store, at => idOf((at * 7919) % USERS)) },
    { name: 'a user without one', run: reads(store, at => idOf(USERS + at)) },
  ]
  const { names, cost } = await compare(contenders, takeTurn, pace)
  return {
    title: `Look up one of ${USERS.toLocaleString('en')} cutoffs in memory (${Math.round(bytes)} bytes each, the id included)`,
    table: table(
      ['', 'CPU µs'],
      names.map(name => [name, figure(cost(name) / READS)]),
    ),
    goals: [below('the costlier look-up', Math.max(...names.map(cost)) / READS, 1, 'µs')],
  }
}

async function fill(store: RevocationStore): Promise<void> {
  for (let from = 0; from < USERS; from += BATCH) {
    await store.write(
      Array.from({ length: BATCH }, (_, at) => ({ userId: idOf(from + at), cutoff: 1_700_000_000 + at })),
    )
  }
}

function idOf(at: number): string {
  return `user-${String(at).padStart(10, '0')}`
}

/**
 * Reads many users, one after the other: a single read is too short to be timed. The ids are other texts than those in
 * the store, as a token's are.
 */
function reads(store: RevocationStore, id: (at: number) => string): () => unknown {
  const ids = Array.from({ length: ASKED }, (_, at) => id(at))
  let from = 0
  return () => {
    let found = 0
    for (let at = from; at < from + READS; at++) if ('user' in store.read(ids[at] ?? '')) found++
    from = (from + READS) % ASKED
    return found
  }
}

/** What the heap holds once it is collected. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

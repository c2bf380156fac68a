import { memoryRevocationStore, type RevocationStore } from '@stream-token/core'
import { compare, type Pace } from './compare.js'
import { below } from './goal.js'
import { heapUsed } from './heap-used.js'
import type { Report } from './report.js'
import { figure, table } from './table.js'
import { takeTurn } from './take-turn.js'

/** How many users have a cutoff. */
const USERS = 1_000_000

/** How many users are read in turn: more than fit into a processor's caches. */
const READ_USERS = 100_000

/** How many reads are timed as one operation. */
const READS = 1000

/** How many changes one write contains. */
const BATCH = 10_000

/** Measures a look-up of a user's cutoff, and the memory per cutoff, in a store with a million cutoffs. */
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
    title: `Look up one of ${USERS.toLocaleString('en')} cutoffs in memory (${Math.round(bytes)} bytes each, including the id)`,
    table: table(
      ['', 'CPU µs'],
      names.map(name => [name, figure(cost(name) / READS)]),
    ),
    goals: [below('the more expensive look-up', Math.max(...names.map(cost)) / READS, 1, 'µs')],
  }
}

async function fill(store: RevocationStore): Promise<void> {
  for (let from = 0; from < USERS; from += BATCH) {
    await store.write(
      Array.from({ length: BATCH }, (_, at) => ({
        userId: idOf(from + at),
        cutoff: { version: 1, value: 1_700_000_000 + at },
      })),
    )
  }
}

function idOf(at: number): string {
  return `user-${String(at).padStart(10, '0')}`
}

/**
 * Reads many users in a row: a single read is too short to time. The ids are new strings, not those in the store, as the
 * ids in tokens are.
 */
function reads(store: RevocationStore, id: (at: number) => string): () => unknown {
  const ids = Array.from({ length: READ_USERS }, (_, at) => id(at))
  let from = 0
  return () => {
    let found = 0
    for (let at = from; at < from + READS; at++) if ('user' in store.read(ids[at] ?? '')) found++
    from = (from + READS) % READ_USERS
    return found
  }
}

import { memoryRevocationStore, type RevocationStore } from '@stream-token/core'
import { createMirror, type MirrorSource } from '@stream-token/mirror'
import { compare, type Pace } from '../compare.js'
import { below } from '../goal.js'
import { heapUsed } from '../heap-used.js'
import type { Report } from '../report.js'
import { figure, table } from '../table.js'
import { takeTurn } from '../take-turn.js'
import { changes, idOf, USERS } from './users.js'

/** How many users are read in turn: more than fit into a processor's caches. */
const READ_USERS = 100_000

/** How many reads are timed as one operation. */
const READS = 1000

/** Measures a look-up of a user's cutoff, and the memory per cutoff, in stores with a million cutoffs. */
export async function lookUp(pace: Pace): Promise<Report> {
  const memory = await filled(fillMemory)
  const mirror = await filled(fillMirror)
  const contenders = Object.entries({ memory, mirror }).flatMap(([name, { store }]) => [
    { name: `${name}: a user with a cutoff`, run: reads(store, at => idOf((at * 7919) % USERS)) },
    { name: `${name}: a user without one`, run: reads(store, at => idOf(USERS + at)) },
  ])
  const { names, cost } = await compare(contenders, takeTurn, pace)
  return {
    title: `Look up one of ${USERS.toLocaleString('en')} cutoffs: the memory store (${memory.bytes} bytes each, with the id), and the copy of the others (${mirror.bytes} bytes)`,
    table: table(
      ['', 'CPU µs'],
      names.map(name => [name, figure(cost(name) / READS)]),
    ),
    goals: [below('the most expensive look-up', Math.max(...names.map(cost)) / READS, 1, 'µs')],
  }
}

interface Filled {
  readonly store: RevocationStore
  readonly bytes: number
}

async function filled(fill: () => Promise<RevocationStore>): Promise<Filled> {
  const before = heapUsed()
  const store = await fill()
  return { store, bytes: Math.round((heapUsed() - before) / USERS) }
}

async function fillMemory(): Promise<RevocationStore> {
  const store = memoryRevocationStore()
  for (const some of changes()) await store.write(some)
  return store
}

/** A mirror that has loaded its copy. Its server responds at once. */
async function fillMirror(): Promise<RevocationStore> {
  const position = { epoch: 'epoch', at: '1', id: 'id' }
  const source: MirrorSource = {
    load: async () => ({
      position,
      parts: (async function* () {
        yield* changes()
      })(),
    }),
    tail: (_after, _seconds, signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    read: async () => ({ states: [{}], position }),
    write: async some => ({ states: some.map(() => ({})), position }),
  }
  const store = createMirror(source)
  store.open?.({ apiKey: 'key', clock: () => Date.now(), notify: () => {} })
  await store.read(undefined)
  while (store.gauges().age === undefined) await new Promise(resolve => setImmediate(resolve))
  return store
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

import type { RevocationState } from '@stream-token/core'
import type { MirrorSource, ServerStates } from '@stream-token/mirror'
import { type Connection, createConnection } from './connection.js'
import { createQueue } from './create-queue.js'
import type { Database } from './database.js'
import { loadPairs } from './load-pairs.js'
import { readLog } from './read-log.js'
import { readStates } from './states.js'
import { wait } from './wait.js'
import { writeChanges } from './write-changes.js'

/** Where the data is. */
export interface SqliteSourceOptions {
  readonly url: string
  /** Default: the API key. */
  readonly namespace?: string | undefined
}

/** How long `tail` waits until it looks for entries again, in milliseconds. */
const POLL = 100

/** How many changes a transaction has: libsql blocks the event loop while it writes them. */
const CHANGES = 250

/** Creates the source of a mirror that keeps revocations in an SQLite file. */
export function createSqliteSource(options: SqliteSourceOptions): MirrorSource {
  const writes = createQueue()
  let connection: Connection | undefined
  const connect = (): Connection => {
    if (connection === undefined) throw new Error('The store is not open.')
    return connection
  }
  const read = (userIds: readonly (string | undefined)[], signal: AbortSignal): Promise<ServerStates> =>
    connect().use('read', database => readStates(database, userIds), signal)

  return {
    name: ['sqlite', options.url, options.namespace].join(' ').trim(),
    open(context) {
      connection = createConnection(options.url, options.namespace ?? context.apiKey, context)
    },
    async load(signal) {
      const { position, states } = await read([undefined], signal)
      return { position, floor: states[0]?.floor, parts: loadPairs(connect(), signal) }
    },
    async tail(after, seconds, signal) {
      for (let left = seconds * 1000; ; left -= POLL) {
        const entries = await connect().use('read', database => readLog(database, after), signal)
        if (entries.length > 0 || left <= 0) return entries
        await wait(Math.min(POLL, left), signal, true)
      }
    },
    // No empty entry is appended here: there is no server that could respond without keeping what is written. A read of the
    // file shows all that any process has written to it.
    read: (userId, _beatAfter, signal) => read([userId], signal),
    async write(changes, floor, signal) {
      if (changes.length === 0 && floor === undefined) return read([], signal)
      const states: RevocationState[] = []
      for (let from = 0; ; from += CHANGES) {
        const part = changes.slice(from, from + CHANGES)
        const write = (database: Database) => writeChanges(database, part, floor)
        const written = await writes(() => connect().use('write', write, signal))
        states.push(...written.states)
        if (from + CHANGES >= changes.length) return { states, position: written.position }
      }
    },
    async close() {
      await connection?.close()
    },
  }
}

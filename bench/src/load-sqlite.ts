import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { sqliteRevocationStore } from '@stream-token/sqlite'
import { below } from './goal.js'
import { heapUsed } from './heap-used.js'
import type { Report } from './report.js'
import { figure, table } from './table.js'
import { watchTurns } from './watch-turns.js'

/** How many users have a cutoff. */
const USERS = 1_000_000

type Store = ReturnType<typeof sqliteRevocationStore>

/** Measures a start with a file of a million cutoffs: the first check, the load, the memory, and the longest turn. */
export async function loadSqlite(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sqlite-'))
  try {
    const path = join(folder, 'revocations.db')
    await fill(path)
    const size = statSync(path).size / USERS
    // Noise only adds to the longest turn, and the first read is compiled while it runs.
    const reading = Math.min(await longestRead(path), await longestRead(path), await longestRead(path))
    const first = Math.min(await firstCheck(path), await firstCheck(path), await firstCheck(path))
    const before = heapUsed()
    const store = openStore(path)
    const endTurns = watchTurns()
    const startedAt = performance.now()
    await store.read(idOf(USERS / 2))
    while (store.gauges().age === undefined) await setTimeout(10)
    const load = performance.now() - startedAt
    const loading = endTurns()
    const bytes = (heapUsed() - before) / USERS
    await store.close()
    return {
      title: `Start with ${USERS.toLocaleString('en')} cutoffs in an SQLite file (${Math.round(size)} bytes each)`,
      table: table(
        ['', ''],
        [
          ['the first check, while they load', `${figure(first)} ms`],
          ['until all are loaded', `${figure(load / 1000)} s`],
          ['the longest turn of the event loop meanwhile, CPU', `${figure(loading)} ms`],
          ['the same if they are only read, without a copy', `${figure(reading)} ms`],
          ['the copy, a cutoff', `${Math.round(bytes)} bytes`],
        ],
      ),
      goals: [
        below('the first check', first, 5, 'ms'),
        below('until all are loaded', load / 1000, 60, 's'),
        below('the longest turn that only reads', reading, 20, 'ms'),
        below('a cutoff in the copy', bytes, 160, 'bytes'),
      ],
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Returns how long the first check of a new store takes, in milliseconds. */
async function firstCheck(path: string): Promise<number> {
  const store = openStore(path)
  const startedAt = performance.now()
  await store.read(idOf(USERS / 2))
  const taken = performance.now() - startedAt
  await store.close()
  return taken
}

/** Reads all cutoffs, and keeps none. Returns the longest turn of the event loop. */
async function longestRead(path: string): Promise<number> {
  const store = openStore(path)
  const endTurns = watchTurns()
  let users = 0
  for await (const part of (await store.snapshot()).parts) users += part.length
  const longest = endTurns()
  await store.close()
  if (users !== USERS) throw new Error(`The file has ${users} cutoffs.`)
  return longest
}

function openStore(path: string): Store {
  const store = sqliteRevocationStore({ url: `file:${path}` })
  store.open?.({ apiKey: 'key', clock: () => Date.now(), notify: () => {} })
  return store
}

/** Lets a store create the file, and adds the cutoffs with SQL: a store waits for the disk at each write. */
async function fill(path: string): Promise<void> {
  const store = openStore(path)
  await store.read(undefined)
  await store.close()
  const client = createClient({ url: `file:${path}` })
  await client.execute({
    sql: `with recursive number (at) as (select 0 union all select at + 1 from number where at < ? - 1)
      insert into stream_token_pair select (select number from stream_token_namespace), printf('user-%010d', at), 1, 1,
        1700000000000 + at from number`,
    args: [USERS],
  })
  await client.execute('pragma wal_checkpoint(truncate)')
  client.close()
}

function idOf(at: number): string {
  return `user-${String(at).padStart(10, '0')}`
}

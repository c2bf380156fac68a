import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@libsql/client'
import { type MirroredStore, sqliteRevocationStore } from '@stream-token/sqlite'
import { below } from '../goal.js'
import type { Report } from '../report.js'
import { table } from '../table.js'
import { measureLoad } from './measure-load.js'
import { cutoffOf, USERS } from './users.js'

/** Measures starts with a file of a million cutoffs. */
export async function loadSqlite(): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-sqlite-'))
  try {
    const path = join(folder, 'revocations.db')
    await fill(path)
    const size = `${Math.round(statSync(path).size / USERS)} bytes`
    const { rows, goals, reading } = await measureLoad(() => openStore(path))
    return {
      title: `Start with ${USERS.toLocaleString('en')} cutoffs in an SQLite file`,
      table: table(['', ''], [...rows, ['a cutoff in the file', size]]),
      // libsql blocks the event loop while it reads.
      goals: [...goals, below('the longest turn that only reads', reading, 20, 'ms')],
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function openStore(path: string): MirroredStore {
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
    sql: `with recursive number (at) as (select 0 union all select at + 1 from number where at < ?1 - 1)
      insert into stream_token_pair select (select number from stream_token_namespace), printf('user-%010d', at), 1, 1,
        ?2 + at from number`,
    args: [USERS, cutoffOf(0)],
  })
  await client.execute('pragma wal_checkpoint(truncate)')
  client.close()
}

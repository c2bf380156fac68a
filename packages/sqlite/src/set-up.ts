import type { Client, ResultSet } from '@libsql/client'
import { checkLock } from './busy.js'
import { MIGRATIONS } from './migrations.js'
import { wholeNumber } from './whole-number.js'

const VERSION = 'select version from stream_token_schema'

/**
 * Brings a database to the current schema, and returns the number of the namespace there. Several processes can do it at
 * the same time: each step is a transaction that first takes the lock. If another one has it, repeat.
 *
 * @param floor - Becomes the floor of a namespace that is new, in milliseconds: what was there before may be lost.
 */
export async function setUp(
  client: Client,
  name: string,
  floor: number,
): Promise<{ readonly namespace: number; readonly isNew: boolean }> {
  await client.executeMultiple(
    'pragma busy_timeout = 0; pragma synchronous = full; pragma journal_mode = wal',
  )
  const [mode] = (await client.execute('pragma journal_mode')).rows
  if (mode?.journal_mode !== 'wal')
    throw new Error('The database does not support write-ahead logging: keep the file on a local disk.')
  await migrate(client)
  const found = await find(client, name)
  return found === undefined ? create(client, name, floor) : { namespace: found, isNew: false }
}

async function migrate(client: Client): Promise<void> {
  const { rows } = await client.execute("select 1 from sqlite_schema where name = 'stream_token_schema'")
  if (rows.length > 0 && versionIn(await client.execute(VERSION)) === MIGRATIONS.length) return
  await checkLock(client)
  const transaction = await client.transaction('write')
  try {
    await transaction.execute(
      'create table if not exists stream_token_schema (version integer not null) strict',
    )
    const version = versionIn(await transaction.execute(VERSION))
    for (const statement of MIGRATIONS.slice(version).flat()) await transaction.execute(statement)
    await transaction.execute('delete from stream_token_schema')
    await transaction.execute(`insert into stream_token_schema values (${MIGRATIONS.length})`)
    await transaction.commit()
  } finally {
    transaction.close()
  }
}

/** The version of the schema; 0 if there is none yet. */
function versionIn({ rows: [row] }: ResultSet): number {
  const version = row === undefined ? 0 : wholeNumber(row.version)
  if (version <= MIGRATIONS.length) return version
  throw new Error(
    `The database has version ${version} of the tables, and this version of @stream-token/sqlite knows ${MIGRATIONS.length}: update the package.`,
  )
}

async function find(client: Client, name: string): Promise<number | undefined> {
  const sql = 'select number from stream_token_namespace where name = ?'
  const [row] = (await client.execute({ sql, args: [name] })).rows
  return row && wholeNumber(row.number)
}

async function create(client: Client, name: string, floor: number): ReturnType<typeof setUp> {
  const id = crypto.randomUUID()
  await checkLock(client)
  const [inserted] = await client.batch(
    [
      {
        sql: `insert into stream_token_namespace (name, epoch, floor, at, id) values (?, ?, ?, 0, ?)
          on conflict do nothing`,
        args: [name, crypto.randomUUID(), floor, id],
      },
      {
        // Never empty: a process with a position of other data then finds an entry that does not follow it.
        sql: `insert into stream_token_log (namespace, at, id, previous, changes, floor)
          select number, at, id, '', '[]', floor from stream_token_namespace where name = ? and id = ?`,
        args: [name, id],
      },
    ],
    'write',
  )
  return { namespace: wholeNumber(await find(client, name)), isNew: inserted?.rowsAffected === 1 }
}

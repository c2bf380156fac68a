import { existsSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { createClient } from '@libsql/client'
import { describe, expect, it } from 'vitest'
import { MIGRATIONS } from '../src/migrations.js'
import { setUp } from '../src/set-up.js'
import { createSqliteSource } from '../src/sqlite-source.js'
import { newFiles } from './fixture/new-file.js'
import { NOW, openSource, signal } from './fixture/open-source.js'

const newFile = newFiles()

/** Runs statements on a file. */
async function run(path: string, ...statements: readonly string[]): Promise<void> {
  const client = createClient({ url: `file:${path}` })
  for (const statement of statements) await client.execute(statement)
  client.close()
}

/** Returns the error of a source's read. */
async function errorOf(path: string): Promise<unknown> {
  const source = openSource(path)
  const error: unknown = await source.read('john', 20, signal).catch(reason => reason)
  await source.close?.()
  return error
}

describe('setUp', () => {
  it('writes ahead, waits for the disk at each commit, and never for a lock', async () => {
    const client = createClient({ url: `file:${newFile()}`, concurrency: 1, timeout: 1000 })
    await client.execute('pragma synchronous = off')
    await setUp(client, 'key', 0)
    const settings = ['journal_mode', 'synchronous', 'busy_timeout'].map(async name =>
      Object.values((await client.execute(`pragma ${name}`)).rows[0] ?? {}),
    )
    expect((await Promise.all(settings)).flat()).toEqual(['wal', 2, 0])
    client.close()
  })

  it('keeps what is in a file of the first version, and gives it a log', async () => {
    const path = newFile()
    await run(
      path,
      'create table stream_token_schema (version integer not null) strict',
      'insert into stream_token_schema values (1)',
      ...(MIGRATIONS[0] ?? []),
      "insert into stream_token_namespace values (4, 'key', 'the epoch', null)",
      "insert into stream_token_pair values (4, 'john', 1, 3, 1700000000500), (4, '', 0, 1, 1600000000000)",
    )
    const source = openSource(path)
    const { states, position } = await source.read('john', 20, signal)
    expect(states).toEqual([
      { user: { version: 3, value: 1_700_000_000.5 }, app: { version: 1, value: 1_600_000_000 } },
    ])
    expect(position.epoch).toBe('the epoch')
    const change = { userId: 'jane', cutoff: { version: 1, value: 7 } }
    await source.write([change], 9, signal)
    const entries = await source.tail(position, 0, signal)
    expect(entries.map(({ previous, changes, floor }) => ({ previous, changes, floor }))).toEqual([
      { previous: position.id, changes: [change], floor: 9 },
    ])
    await source.close?.()
  })

  it('refuses a file of a later version of the package, and says which to update', async () => {
    const path = newFile()
    await run(
      path,
      'create table stream_token_schema (version integer not null) strict',
      `insert into stream_token_schema values (${MIGRATIONS.length + 1})`,
    )
    expect(await errorOf(path)).toMatchObject({
      message: `The database has version ${MIGRATIONS.length + 1} of the tables, and this version of @stream-token/sqlite knows ${MIGRATIONS.length}: update the package.`,
    })
  })

  it('leaves other tables of the file alone', async () => {
    const path = newFile()
    await run(path, 'create table users (id text)', "insert into users values ('john')")
    const source = openSource(path)
    await source.read('john', 20, signal)
    await source.close?.()
    const client = createClient({ url: `file:${path}` })
    expect((await client.execute('select id from users')).rows).toMatchObject([{ id: 'john' }])
    client.close()
  })

  it('can be done by several connections at the same time', async () => {
    const path = newFile()
    const sources = Array.from({ length: 8 }, () => openSource(path))
    const results = await Promise.all(sources.map(source => source.read(undefined, 20, signal)))
    expect(new Set(results.map(({ position }) => position.id)).size).toBe(1)
    await Promise.all(sources.map(source => source.close?.()))
  })

  it.each([
    ['is not a database', newFileWith('x'.repeat(5000)), /is damaged, or is not an SQLite database: restore/],
    ['is in a folder that does not exist', () => '/no/such/folder/revocations.db', /its folder must exist/],
  ])('says what to do if the file %s', async (_, path, message) => {
    expect(await errorOf(path())).toMatchObject({ message: expect.stringMatching(message) })
  })

  it.each([
    'with spaces and ü',
    'a%20b',
    'why?.db',
    'number#1.db',
    ...(process.platform === 'win32' ? [] : ['back\\slash']),
  ])('opens a file with the name %s', async name => {
    const path = `${newFile()} ${name}`
    const source = createSqliteSource({ url: pathToFileURL(path).href })
    source.open?.({ apiKey: 'key', clock: () => NOW, notify: () => {} })
    const change = { userId: 'john', cutoff: { version: 1, value: 7 } }
    expect((await source.write([change], undefined, signal)).states).toMatchObject([{ user: change.cutoff }])
    expect(existsSync(path)).toBe(true)
    await source.close?.()
  })

  it('works once the file can be opened', async () => {
    const path = newFile()
    writeFileSync(path, 'x'.repeat(5000))
    const source = openSource(path)
    await expect(source.read('john', 20, signal)).rejects.toThrow('is damaged')
    writeFileSync(path, '')
    expect((await source.read('john', 20, signal)).states).toHaveLength(1)
    await source.close?.()
  })
})

function newFileWith(content: string): () => string {
  return () => {
    const path = newFile()
    writeFileSync(path, content)
    return path
  }
}

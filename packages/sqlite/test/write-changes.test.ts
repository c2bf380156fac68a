import { createClient } from '@libsql/client'
import { describe, expect, it } from 'vitest'
import type { Database } from '../src/database.js'
import { setUp } from '../src/set-up.js'
import { writeChanges } from '../src/write-changes.js'
import { newFiles } from './fixture/new-file.js'

const newFile = newFiles()
const change = { userId: 'john', cutoff: { version: 1, value: 7 } }

async function open(): Promise<Database> {
  const client = createClient({ url: `file:${newFile()}`, concurrency: 1 })
  const { namespace } = await setUp(client, 'key', 0)
  return { client, namespace, uri: '' }
}

describe('writeChanges', () => {
  it.each(['off', 'normal'])('does not acknowledge a write with synchronous = %s', async setting => {
    const database = await open()
    await database.client.execute(`pragma synchronous = ${setting}`)
    await expect(writeChanges(database, [change], undefined)).rejects.toThrow('PRAGMA synchronous = FULL')
    database.client.close()
  })

  it.each(['full', 'extra'])('acknowledges a write with synchronous = %s', async setting => {
    const database = await open()
    await database.client.execute(`pragma synchronous = ${setting}`)
    const { states } = await writeChanges(database, [change], undefined)
    expect(states).toMatchObject([{ user: change.cutoff }])
    database.client.close()
  })

  it('writes all of it or nothing', async () => {
    const database = await open()
    const states = () => database.client.execute('select user from stream_token_pair')
    const broken = { userId: 'jane', cutoff: { version: 1.5, value: 7 } }
    await expect(writeChanges(database, [change, broken], undefined)).rejects.toThrow()
    expect((await states()).rows).toEqual([])
    database.client.close()
  })
})

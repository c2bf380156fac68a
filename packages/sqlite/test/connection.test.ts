import { createClient } from '@libsql/client'
import { describe, expect, it } from 'vitest'
import { createConnection } from '../src/connection.js'
import { writeChanges } from '../src/write-changes.js'
import { newFiles } from './fixture/new-file.js'
import { NOW, openSource, signal } from './fixture/open-source.js'

const newFile = newFiles()
const change = { userId: 'john', cutoff: { version: 1, value: 7 } }

describe('createConnection', () => {
  it('writes after a transaction that found the lock taken', async () => {
    const path = newFile()
    const connection = createConnection(`file:${path}`, 'key', { clock: () => NOW, notify: () => {} })
    const other = createClient({ url: `file:${path}` })
    let attempts = 0
    const { states } = await connection.use(
      'write',
      async database => {
        // The lock is free when it is checked, and taken when the transaction begins.
        const lock = ++attempts === 1 ? await other.transaction('write') : undefined
        try {
          return await writeChanges(database, [change], undefined)
        } finally {
          await lock?.rollback()
        }
      },
      signal,
    )
    expect(states).toMatchObject([{ user: change.cutoff }])
    expect(attempts).toBe(2)
    await connection.close()
    other.close()
  })

  it('opens the file again after an error, and does not repeat what failed', async () => {
    const path = newFile()
    const connection = createConnection(`file:${path}`, 'key', { clock: () => NOW, notify: () => {} })
    let attempts = 0
    const failing = connection.use(
      'read',
      ({ client }) => {
        attempts++
        return client.execute('select * from no_such_table')
      },
      signal,
    )
    await expect(failing).rejects.toThrow('no_such_table')
    expect(attempts).toBe(1)
    expect(await connection.use('read', async ({ namespace }) => namespace, signal)).toBe(1)
    await connection.close()
  })

  it('refuses work after it was closed', async () => {
    const connection = createConnection(`file:${newFile()}`, 'key', { clock: () => NOW, notify: () => {} })
    await connection.close()
    await expect(connection.use('read', async () => 1, signal)).rejects.toThrow('The store is closed.')
  })
})

describe('concurrent writes', () => {
  it('let the event loop run between them', async () => {
    const source = openSource(newFile())
    await source.read(undefined, 20, signal)
    let turns = 0
    let isOver = false
    const count = (): void => {
      turns++
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)
    await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        source.write([{ ...change, userId: `user_${at}` }], undefined, signal),
      ),
    )
    isOver = true
    expect(turns).toBeGreaterThanOrEqual(49)
    await source.close?.()
  })
})

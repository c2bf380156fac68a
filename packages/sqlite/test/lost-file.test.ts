import { rmSync } from 'node:fs'
import type { StoreNotice } from '@stream-token/core'
import type { MirroredStore } from '@stream-token/mirror'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { sqliteRevocationStore } from '../src/index.js'
import { newFiles } from './fixture/new-file.js'

const newFile = newFiles()
const stores: MirroredStore[] = []

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
})

function openStore(path: string): { readonly store: MirroredStore; readonly notices: StoreNotice[] } {
  const store = sqliteRevocationStore({ url: `file:${path}` })
  const notices: StoreNotice[] = []
  store.open?.({ apiKey: 'key', clock: () => Date.now(), notify: notice => notices.push(notice) })
  stores.push(store)
  return { store, notices }
}

const cutoff = { version: 1, value: 1_700_000_000.5 }
const block = { version: 1, value: 'forever' } as const

describe.skipIf(process.platform === 'win32')('a file that is deleted while the store is open', () => {
  it('is created again with all that the copy has, and with a floor', async () => {
    const path = newFile()
    const { store, notices } = openStore(path)
    await store.write([
      { userId: 'john', cutoff, block },
      { app: true, cutoff },
    ])
    await vi.waitFor(() => expect(store.gauges().age).toBeTypeOf('number'), 5000)
    const deletedAt = Date.now() / 1000
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`)
    await vi.waitFor(() => expect(notices).toContainEqual({ type: 'store_refilled', entries: 3 }), {
      timeout: 10_000,
    })
    expect(notices.map(({ type }) => type)).toContain('store_was_empty')
    const other = openStore(path)
    const state = await other.store.read('john', { fresh: true })
    expect(state).toEqual({ user: cutoff, app: cutoff, block, floor: expect.any(Number) })
    expect(state.floor).toBeGreaterThan(deletedAt)
  })

  it('keeps a revocation that is acknowledged after that', async () => {
    const path = newFile()
    const { store } = openStore(path)
    await store.write([{ userId: 'john', cutoff }])
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`)
    await store.write([{ userId: 'jane', cutoff }])
    await store.close()
    const { store: next } = openStore(path)
    expect(await next.read('jane', { fresh: true })).toMatchObject({ user: cutoff })
  })
})

describe('the first start', () => {
  it('reports a new file once', async () => {
    const path = newFile()
    const first = openStore(path)
    await first.store.read('john')
    const second = openStore(path)
    await second.store.read('john')
    expect(first.notices).toEqual([{ type: 'store_was_empty' }])
    expect(second.notices).toEqual([])
  })
})

import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeSuite } from '@stream-token/conformance'
import { createTokenProvider, type RevocationStore } from '@stream-token/core'
import { createMirror, type MirrorSource } from '@stream-token/mirror'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { importExample } from './import-example.js'
import { stateOf } from './state-of.js'

const { fileRevocationStore } = (await importExample('own-store.md', '# Your own store')) as {
  readonly fileRevocationStore: (path: string) => RevocationStore
}
interface Database {
  readonly name: string
  readonly epoch: string
  readonly rows: Map<string, unknown>
  readonly log: unknown[]
  floor?: number
}
const { databaseSource, databaseStore } = (await importExample(
  'own-store.md',
  '## A copy in each process',
)) as {
  readonly databaseSource: (database: Database) => MirrorSource
  readonly databaseStore: (database: Database) => RevocationStore
}
const folder = mkdtempSync(join(tmpdir(), 'own-store-'))
afterAll(() => rmSync(folder, { recursive: true }))

storeSuite('file', place => fileRevocationStore(join(folder, place)), { durable: true })

const databases = new Map<string, Database>()
const databaseAt = (place: string): Database => {
  const found = databases.get(place) ?? { name: place, epoch: place, rows: new Map(), log: [] }
  databases.set(place, found)
  return found
}
const withFloor = (place: string): Database => Object.assign(databaseAt(place), { floor: 1_600_000_000.5 })

storeSuite('database', place => databaseStore(databaseAt(place)), {
  durable: true,
  shared: true,
  withFloor: place => databaseStore(withFloor(place)),
})
storeSuite(
  'database, in direct mode,',
  place => createMirror(databaseSource(databaseAt(place)), { mode: 'direct' }),
  {
    durable: true,
    shared: true,
    withFloor: place => createMirror(databaseSource(withFloor(place)), { mode: 'direct' }),
  },
)

const keys = {
  apiKey: 'key',
  apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
  streamApi: false,
} as const

describe('the store in a file', () => {
  it('keeps a revocation over a restart, also after a write that failed half-way', async () => {
    const path = join(folder, 'restart')
    const open = () => createTokenProvider({ ...keys, revocations: fileRevocationStore(path) })
    const before = open()
    const [john, jane] = [await before.createToken('john'), await before.createToken('jane')]
    await before.revokeUserToken('john')
    await before.close()
    appendFileSync(path, '\n{"userId":"jane","cutoff":{"vers')
    const after = open()
    expect([await stateOf(after, john), await stateOf(after, jane)]).toEqual(['token_revoked', 'valid'])
    await after.revokeUserToken('jane')
    await after.revokeUserToken('john', null)
    await after.close()
    const last = open()
    expect([await stateOf(last, john), await stateOf(last, jane)]).toEqual(['valid', 'token_revoked'])
    await last.close()
  })
})

describe('the store in a database', () => {
  it('shows one instance what another revokes', async () => {
    const database = databaseAt('instances')
    const [one, other] = [1, 2].map(() =>
      createTokenProvider({ ...keys, revocations: databaseStore(database) }),
    )
    if (one === undefined || other === undefined) throw new Error('There are two.')
    const token = await one.createToken('john')
    expect(await stateOf(other, token)).toBe('valid')
    await one.revokeUserToken('john')
    await vi.waitFor(async () => expect(await stateOf(other, token)).toBe('token_revoked'), { timeout: 1000 })
    await other.revokeUserToken('john', null)
    await vi.waitFor(async () => expect(await stateOf(one, token)).toBe('valid'), { timeout: 1000 })
    await Promise.all([one.close(), other.close()])
  })
})

import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeSuite } from '@stream-token/conformance'
import { createTokenProvider, type RevocationStore } from '@stream-token/core'
import { afterAll, describe, expect, it } from 'vitest'
import { importExample } from './import-example.js'
import { stateOf } from './state-of.js'

const { fileRevocationStore } = (await importExample('own-store.md', '# Your own store')) as {
  readonly fileRevocationStore: (path: string) => RevocationStore
}
const folder = mkdtempSync(join(tmpdir(), 'own-store-'))
afterAll(() => rmSync(folder, { recursive: true }))

storeSuite('file', place => fileRevocationStore(join(folder, place)), { durable: true })

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

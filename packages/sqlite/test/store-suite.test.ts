import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storeSuite } from '@stream-token/conformance'
import { afterAll } from 'vitest'
import { sqliteRevocationStore } from '../src/index.js'

const folder = mkdtempSync(join(tmpdir(), 'sqlite-suite-'))
afterAll(() => rmSync(folder, { recursive: true }))

const open = (place: string) => sqliteRevocationStore({ url: `file:${join(folder, `${place}.db`)}` })

storeSuite('sqlite', open, { durable: true, shared: true, withFloor: open })

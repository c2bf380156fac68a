import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startRedis } from '../../redis/test/fixture/redis-server.js'
import { redisServerPath } from '../src/real-parts.js'
import { startProcess } from './guard-process.js'

const program = redisServerPath()

/** How many users are revoked, and how long that is spread, in seconds: else they would measure the load. */
const [seconds, spread] = process.env.TEST_FULL === undefined ? [100, 2] : [2000, 45]

function issuedAt(token: string): number {
  return JSON.parse(Buffer.from(String(token.split('.')[1]), 'base64url').toString()).iat
}

/** Starts what keeps the revocations, for one test; returns its address. */
const STORES: readonly (readonly [name: string, isHere: boolean, start: () => Promise<string>])[] = [
  [
    'Redis',
    program !== undefined,
    async () => {
      const server = await startRedis(String(program))
      onTestFinished(() => server.remove())
      return server.url
    },
  ],
  [
    'SQLite',
    true,
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'same-second-'))
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
      return `file:${join(folder, 'revocations.db')}`
    },
  ],
]

const pause = (seconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, seconds * 1000))

describe.each(STORES)('two processes on one %s', (_, isHere, start) => {
  it.runIf(isHere)(
    'accept no token from before a revocation, and refuse none from after it, in the same second',
    async () => {
      const url = await start()
      const [minter, revoker] = [startProcess(url), startProcess(url)]
      onTestFinished(async () => {
        for (const each of [minter, revoker]) await each.end()
      })
      const found = { oldAccepted: 0, newRefused: 0, fromTheFuture: 0 }
      const play = async (userId: string): Promise<void> => {
        await pause(Math.random() * spread)
        const old = String(await minter.call('mint', userId))
        await pause(Math.random())
        const late = String(await minter.call('mint', userId))
        await revoker.call('revoke', userId)
        const next = String(await minter.call('mint', userId))
        if (issuedAt(next) > Date.now() / 1000) found.fromTheFuture++
        for (const { call } of [minter, revoker]) {
          for (const token of [old, late]) if (await call('check', token)) found.oldAccepted++
          if (!(await call('check', next))) found.newRefused++
        }
      }
      await Promise.all(Array.from({ length: seconds }, (_, at) => play(`second_${at}`)))
      expect(found).toEqual({ oldAccepted: 0, newRefused: 0, fromTheFuture: 0 })
    },
    300_000,
  )
})

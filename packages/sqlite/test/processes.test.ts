import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createTokenProvider } from '@stream-token/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { sqliteRevocationStore } from '../src/index.js'
import { newFiles } from './fixture/new-file.js'
import { openSource, signal } from './fixture/open-source.js'

const newFile = newFiles()
const children: ChildProcess[] = []

const HOLD_LOCK = fileURLToPath(new URL('fixture/hold-lock.mjs', import.meta.url))
const REVOKE = fileURLToPath(new URL('fixture/revoke.mjs', import.meta.url))

/** Runs a program until the test ends; resolves once it prints something. */
async function start(program: string, ...args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  await once(child.stdout, 'data')
  return child
}

afterEach(async () => {
  for (const child of children.splice(0)) {
    const closed = once(child, 'close')
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await closed
  }
})

const change = { userId: 'john', cutoff: { version: 1, value: 7 } }

describe('a file that another process has locked', () => {
  it('is read all the same', async () => {
    const path = newFile()
    const source = openSource(path)
    await source.write([change], undefined, signal)
    await start(HOLD_LOCK, path)
    const other = openSource(path)
    for (const one of [source, other])
      expect((await one.read('john', 20, signal)).states).toMatchObject([{ user: change.cutoff }])
    await source.close?.()
    await other.close?.()
  })

  it('is written as soon as it is free', async () => {
    const path = newFile()
    const source = openSource(path)
    await source.read(undefined, 20, signal)
    const lock = await start(HOLD_LOCK, path)
    let isWritten = false
    const writing = source.write([change], undefined, signal).finally(() => {
      isWritten = true
    })
    for (let at = 0; at < 20; at++) await source.read('john', 20, signal)
    expect(isWritten).toBe(false)
    lock.stdin?.end()
    expect((await writing).states).toMatchObject([{ user: change.cutoff }])
    await source.close?.()
  })

  it('is not written after the signal was aborted', async () => {
    const path = newFile()
    const source = openSource(path)
    await source.read(undefined, 20, signal)
    const lock = await start(HOLD_LOCK, path)
    const controller = new AbortController()
    const writing = source.write([change], undefined, controller.signal)
    controller.abort(new Error('too late'))
    await expect(writing).rejects.toThrow('too late')
    lock.stdin?.end()
    await once(lock, 'close')
    expect((await source.read('john', 20, signal)).states).toEqual([{ floor: expect.any(Number) }])
    await source.close?.()
  })

  it('makes a revocation fail after writeTimeout, which still holds in this process', async () => {
    const path = newFile()
    const provider = createTokenProvider({
      apiKey: 'key',
      apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
      revocations: sqliteRevocationStore({ url: `file:${path}` }),
      writeTimeout: 0.2,
      onEvent: () => {},
    })
    const token = await provider.createToken('john')
    await start(HOLD_LOCK, path)
    const revoking = provider.revokeUserToken('john')
    await expect(revoking).rejects.toMatchObject({ reason: 'revocation_not_stored' })
    await expect(provider.verifyToken(token)).rejects.toMatchObject({ reason: 'token_revoked' })
    await provider.close()
  })
})

describe('a revocation of another process', () => {
  it('is in force here within a second', async () => {
    const path = newFile()
    const store = sqliteRevocationStore({ url: `file:${path}` })
    store.open?.({ apiKey: 'key', clock: () => Date.now(), notify: () => {} })
    await store.read('first_0')
    const delays: number[] = []
    // The fastest of three: a busy machine delays one or two.
    for (const user of ['first', 'second', 'third']) {
      const child = await start(REVOKE, path, user)
      const acknowledged = performance.now()
      const isHere = async () => expect(await store.read(`${user}_0`)).toMatchObject({ user: { version: 1 } })
      await vi.waitFor(isHere, { timeout: 20_000, interval: 5 })
      delays.push(performance.now() - acknowledged)
      child.kill('SIGKILL')
    }
    expect(Math.min(...delays)).toBeLessThan(1000)
    await store.close?.()
  }, 60_000)
})

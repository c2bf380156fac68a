import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RedisServer, startRedis } from '../../../redis/test/fixture/redis-server.js'
import { redisServerPath } from '../../src/real-parts.js'

const program = redisServerPath()
const rounds = process.env.TEST_FULL === undefined ? 20 : 500

/** Rounds of the test about one second, and how long they are spread, in seconds: else they would measure the load. */
const [seconds, spread] = process.env.TEST_FULL === undefined ? [100, 2] : [2000, 45]

function issuedAt(token: string): number {
  return JSON.parse(Buffer.from(String(token.split('.')[1]), 'base64url').toString()).iat
}

/** A process of the app, see `guard-process.mjs`. */
interface GuardProcess {
  readonly child: ChildProcess
  call(command: 'mint' | 'check' | 'revoke' | 'untilRefused', argument: string): Promise<unknown>
}

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

function startProcess(url: string): GuardProcess {
  const child = fork(new URL('./guard-process.mjs', import.meta.url), [url])
  const pending = new Map<number, (answer: Answer) => void>()
  child.on('message', (message: Answer) => pending.get(message.id)?.(message))
  let calls = 0
  return {
    child,
    call: (command, argument) =>
      new Promise((resolve, reject) => {
        const id = ++calls
        pending.set(id, ({ result, error }) => {
          pending.delete(id)
          if (error === undefined) resolve(result)
          else reject(new Error(error))
        })
        child.send({ id, command, argument })
      }),
  }
}

describe.runIf(program !== undefined)('four processes on one Redis', () => {
  let server: RedisServer
  let processes: readonly GuardProcess[] = []

  beforeAll(async () => {
    server = await startRedis(String(program))
    processes = Array.from({ length: 4 }, () => startProcess(server.url))
  })
  afterAll(async () => {
    for (const { child } of processes) {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    }
    await server?.remove()
  })

  it('F3: refuse in all guards within 1 s what one of them has revoked', async () => {
    const delays: number[] = []
    for (let round = 0; round < rounds; round++) {
      const [revoker, ...others] = [...processes.slice(round % 4), ...processes.slice(0, round % 4)]
      const userId = `user_${round}`
      const token = String(await revoker?.call('mint', userId))
      for (const { call } of others) expect(await call('check', token)).toBe(true)
      const refused = others.map(({ call }) => call('untilRefused', token))
      const stored = Number(await revoker?.call('revoke', userId))
      for (const at of await Promise.all(refused)) delays.push(Number(at) - stored)
      expect(await revoker?.call('check', token)).toBe(false)
    }
    delays.sort((one, other) => one - other)
    const at = (share: number): string => Number(delays[Math.floor((delays.length - 1) * share)]).toFixed(1)
    console.info(
      `${delays.length} guards: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms after the revocation`,
    )
    expect(delays.at(-1)).toBeLessThan(1000)
  }, 120_000)

  it('F9: accept no token from before a revocation, and refuse none from after it, in the same second', async () => {
    const [minter, revoker] = processes
    if (minter === undefined || revoker === undefined) return
    const found = { oldAccepted: 0, newRefused: 0, fromTheFuture: 0 }
    const play = async (userId: string): Promise<void> => {
      const old = String(await minter.call('mint', userId))
      await new Promise(resolve => setTimeout(resolve, Math.random() * spread * 1000))
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
  }, 120_000)
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RedisServer, startRedis } from '../../../redis/test/fixture/redis-server.js'
import { redisServerPath } from '../../src/real-parts.js'
import { type GuardProcess, startProcess } from '../guard-process.js'

const program = redisServerPath()
const rounds = process.env.TEST_FULL === undefined ? 20 : 500

describe.runIf(program !== undefined)('four processes on one Redis', () => {
  let server: RedisServer
  let processes: readonly GuardProcess[] = []

  beforeAll(async () => {
    server = await startRedis(String(program))
    processes = Array.from({ length: 4 }, () => startProcess(server.url))
  })
  afterAll(async () => {
    for (const each of processes) await each.end()
    await server?.remove()
  })

  it('refuse in all guards within 1 s what one of them has revoked', async () => {
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
    // Not the longest delay: that one says how busy the machine is.
    expect(delays[Math.floor((delays.length - 1) * 0.99)]).toBeLessThan(1000)
  }, 300_000)
})

import { redisRevocationStore } from '@stream-token/redis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type RedisServer, startRedis } from '../../../redis/test/fixture/redis-server.js'
import { redisServerPath } from '../../src/real-parts.js'
import { type Instance, startInstance } from './instance.js'

const program = redisServerPath()

describe.runIf(program !== undefined)('everything restarted at once, with an empty Redis', () => {
  let server: RedisServer
  const instances: Instance[] = []

  beforeEach(async () => {
    server = await startRedis(String(program))
  })
  afterEach(async () => {
    await stopAll()
    await server?.remove()
  })
  const start = (options = {}): Instance => {
    const instance = startInstance({ url: server.url, ...options })
    instances.push(instance)
    return instance
  }
  const stopAll = async (): Promise<void> => {
    for (const instance of instances.splice(0)) await instance.close()
  }

  it('accepts no token from before, and each client needs one new token', async () => {
    const before = start()
    const [john, jane] = [
      await before.provider.createToken('john'),
      await before.provider.createToken('jane'),
    ]
    await before.provider.revokeUserToken('john')
    await stopAll()
    await server.kill()
    await server.start()
    const after = [start(), start()]
    for (const { check } of after)
      for (const token of [john, jane]) expect(await check(token)).toBe('revoked')
    expect(after.flatMap(({ notices }) => notices)).toContain('store_was_empty')
    const next = await Promise.all(after.map(({ provider }) => provider.createToken('jane')))
    for (const { check } of after) for (const token of next) expect(await check(token)).toBe('valid')
  })

  it('forgets blocks that no running instance knows', async () => {
    await start().provider.blockUser('john')
    await stopAll()
    await server.kill()
    await server.start()
    const after = start()
    expect(await after.check(await after.provider.createToken('john'))).toBe('valid')
  })

  it("accepts nothing with onEmpty: 'refuse' until an operator has started an epoch", async () => {
    const first = start({ onEmpty: 'refuse' })
    const refusal = { reason: 'revocation_state_unknown', status: 503 }
    await expect(first.provider.createToken('john')).rejects.toMatchObject(refusal)
    await expect(first.provider.revokeUserToken('john')).rejects.toMatchObject({ status: 503 })
    const operator = redisRevocationStore({ url: server.url, namespace: 'app', onEmpty: 'refuse' })
    operator.open?.({ apiKey: 'key', clock: () => Date.now(), notify: () => {} })
    await operator.startEpoch()
    await operator.close()
    const token = await first.provider.createToken('jane')
    expect(await first.check(token)).toBe('valid')
    await stopAll()
    await server.kill()
    await server.start()
    const second = start({ onEmpty: 'refuse' })
    expect(await second.check(token)).toBe('unknown')
    await expect(second.provider.createToken('jane')).rejects.toMatchObject(refusal)
    expect(await server.send('DBSIZE')).toBe(0)
  })
})

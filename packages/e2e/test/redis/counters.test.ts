import { redisRevocationStore } from '@stream-token/redis'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type RedisServer, startRedis } from '../../../redis/test/fixture/redis-server.js'
import { redisServerPath } from '../../src/real-parts.js'
import { startInstance } from './instance.js'

const program = redisServerPath()
const isFull = process.env.TEST_FULL !== undefined

/** So long that no heartbeat falls into the test, in seconds. */
const NO_HEARTBEAT = 3600

describe.runIf(program !== undefined)('the commands that Redis gets', () => {
  let server: RedisServer

  beforeAll(async () => {
    server = await startRedis(String(program))
  })
  afterAll(() => server?.remove())
  beforeEach(async () => {
    await server.send('FLUSHALL')
  })

  /** How often the server has run each command, by its own count. */
  const counts = async (): Promise<ReadonlyMap<string, number>> => {
    const text = String(await server.send('INFO', 'commandstats'))
    return new Map(
      [...text.matchAll(/cmdstat_(\S+?):calls=(\d+)/g)].map(([, name, calls]) => [
        String(name),
        Number(calls),
      ]),
    )
  }
  /** How often it has run these during a call. */
  const during = async (
    names: readonly string[],
    call: () => Promise<unknown>,
  ): Promise<readonly number[]> => {
    const before = await counts()
    await call()
    const after = await counts()
    return names.map(name => (after.get(name) ?? 0) - (before.get(name) ?? 0))
  }
  const start = () => {
    const instance = startInstance({ url: server.url, maxStale: NO_HEARTBEAT })
    onTestFinished(() => instance.close())
    return instance
  }

  it('none for 100,000 checks of guards', async () => {
    const { provider, check } = start()
    const token = await provider.createToken('john')
    await provider.revokeUserToken('jane')
    await expect.poll(() => check(token)).toBe('valid')
    // Once it follows the log, a look-up needs no promise.
    const [scripts, writes] = await during(['eval', 'xadd', 'hset'], async () => {
      for (let at = 0; at < 100_000; at++) await provider.verifyToken(token)
    })
    expect([scripts, writes]).toEqual([0, 0])
  })

  it('one script for each of 1,000 tokens', async () => {
    const { provider } = start()
    await provider.createToken('john')
    const users = Array.from({ length: 1000 }, (_, at) => `user_${at}`)
    const [scripts, writes] = await during(['eval', 'xadd'], () =>
      Promise.all(users.map(userId => provider.createToken(userId))),
    )
    expect([scripts, writes]).toEqual([1000, 0])
  })

  it('one script for each check in direct mode', async () => {
    const instance = startInstance({ url: server.url, mode: 'direct' })
    onTestFinished(() => instance.close())
    const token = await instance.provider.createToken('john')
    const [scripts, reads] = await during(['eval', 'xread'], async () => {
      for (let at = 0; at < 100; at++) await instance.check(token)
    })
    expect([scripts, reads]).toEqual([100, 0])
  })

  it('F2: at most one heartbeat in a third of maxStale from 50 instances that only check', async () => {
    const maxStale = 6
    const stores = Array.from({ length: 50 }, () => {
      const store = redisRevocationStore({ url: server.url, namespace: 'app', maxStale })
      store.open?.({ apiKey: 'key', clock: () => Date.now(), notify: () => {} })
      onTestFinished(() => store.close())
      return store
    })
    await Promise.all(stores.map(store => store.read('john', { fresh: true })))
    const length = async () => Number(await server.send('XLEN', '{app}:log'))
    const before = await length()
    const began = performance.now()
    const seconds = isFull ? 20 : 5
    const end = began + seconds * 1000
    while (performance.now() < end) {
      await Promise.all(stores.map(store => store.read('john')))
      await new Promise(resolve => setTimeout(resolve, 200))
    }
    const beats = (await length()) - before
    const elapsed = (performance.now() - began) / 1000
    expect(beats).toBeGreaterThan(0)
    expect(beats).toBeLessThanOrEqual(Math.ceil(elapsed / (maxStale / 3)))
  }, 300_000)
})

import { createTokenProvider } from '@stream-token/core'
import { createMirror } from '@stream-token/mirror'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRedisSource } from '../src/redis-source.js'
import { createFailingRedis, type Failing, type FailingRedis } from './fixture/failing-redis.js'
import { NOW } from './fixture/source-at.js'

/** How long the failures last, in seconds: shorter and longer than each pause of the store, and than `maxStale`. */
const DURATIONS = [0.3, 0.7, 1.1, 1.9, 4, 12, 33, 64]

/** When they begin, in seconds after a call: the store waits for the log for a second at a time. */
const BEGINNINGS = process.env.TEST_FULL === undefined ? [0, 0.9] : [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.05]

/** For how long all is watched after the server's return, in seconds. */
const WATCHED = 6

const pass = (seconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(seconds * 1000)
const now = (): number => performance.now() / 1000

/** An instance whose store always makes the longest pause that it may choose. */
function startInstance(redis: FailingRedis) {
  const { createLink } = redis
  const store = createMirror(createRedisSource({ createLink, namespace: 'app', onEmpty: 'start' }), {
    runtime: {
      monotonic: now,
      after(seconds, task) {
        const timer = setTimeout(task, seconds * 1000)
        return () => clearTimeout(timer)
      },
      random: () => 1 - Number.EPSILON,
    },
  })
  return createTokenProvider({
    apiKey: 'key',
    apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
    revocations: store,
    streamApi: false,
    onEvent: () => {},
  })
}

/** Lets the server fail. Returns after how many seconds from its return nothing is wrong any more. */
async function recoveryFrom(how: Failing, beginning: number, duration: number): Promise<number> {
  const redis = createFailingRedis()
  const provider = startInstance(redis)
  const issuedAt = Math.floor(Date.now() / 1000) - 30
  const minting = Promise.all(['john', 'jane'].map(userId => provider.createToken(userId, { issuedAt })))
  await pass(1)
  const [revoked = '', valid = ''] = await minting
  let wrongAt = 0
  let pending = 0
  const expectOf = (call: Promise<unknown>, expected: string): void => {
    pending++
    const settle = (outcome: string): void => {
      pending--
      if (outcome !== expected) wrongAt = now()
    }
    call.then(
      () => settle('done'),
      error => settle(String(error.reason)),
    )
  }
  let calls = 0
  const useApp = async (seconds: number, step: number): Promise<void> => {
    for (let at = 0; at < seconds; at += step) {
      expectOf(provider.verifyToken(revoked), 'token_revoked')
      expectOf(provider.verifyToken(valid), 'done')
      expectOf(provider.createToken(`user_${++calls}`), 'done')
      expectOf(provider.revokeUserToken(`user_${++calls}`), 'done')
      await pass(step)
    }
  }

  await useApp(1, 0.2)
  // Nothing else happens, so that the store is that far in its wait for the log.
  await pass(beginning)
  redis.fail(how)
  // By another process: this one must see it in the log.
  redis.revoke('john', Date.now())
  await useApp(duration, Math.min(duration, 1))
  redis.recover()
  const returnedAt = now()
  await useApp(WATCHED, 0.1)
  await provider.close()
  await pass(1)
  expect(pending).toBe(0)
  return Math.max(0, wrongAt - returnedAt)
}

describe('a store whose Redis has returned', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW * 1000 })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  // With real servers, a busy machine adds to it: e2e prints what it has measured. Here only the store's own waits count.
  it.each<Failing>(['refuses connections', 'is paused', 'is cut off'])(
    'F6: is right within 2 s, whenever that happens: a Redis that %s',
    async how => {
      const found: (readonly [string, number])[] = []
      for (const duration of DURATIONS)
        for (const beginning of BEGINNINGS) {
          const recovery = await recoveryFrom(how, beginning, duration)
          found.push([`${duration} s long, after ${beginning} s`, recovery])
        }
      expect(found.filter(([, recovery]) => recovery >= 2)).toEqual([])
    },
    120_000,
  )
})

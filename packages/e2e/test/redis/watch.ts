import { redisRevocationStore } from '@stream-token/redis'
import { expect } from 'vitest'
import { startRedis } from '../../../redis/test/fixture/redis-server.js'
import { eventually } from './eventually.js'
import type { Failure, World } from './failures.js'
import { type Instance, MAX_STALE, oldToken, startInstance } from './instance.js'
import { startProxy } from './tcp-proxy.js'

/** How long a failure lasts, in seconds, and how many checks of each token are made meanwhile. */
export interface Watch {
  readonly seconds: number
  readonly checks: number
}

/** What was measured. Times are in seconds. */
export interface Observed {
  readonly slowest: number
  readonly recovery: number
}

/** Longer than `writeTimeout`, by what a busy machine adds. What takes longer hangs. */
const HANGS = 20

/** What a revocation or a token may be refused with meanwhile. */
const REFUSALS = ['revocation_not_stored', 'revocation_state_unknown', 'revocation_in_force']

const now = (): number => performance.now() / 1000

/** Lets a failure happen between revocations and checks. */
export async function watchFailure(program: string, failure: Failure, watch: Watch): Promise<Observed> {
  const server = await startRedis(program, ...(failure.settings ?? []))
  const [proxy, otherProxy] = [await startProxy(server.port), await startProxy(server.port)]
  await startEpoch(server.url)
  const urlOf = (port: number): string => `redis://127.0.0.1:${port}`
  const own = startInstance({ url: urlOf(proxy.port) })
  const other = startInstance({ url: urlOf(otherProxy.port) })
  const world: World = { program, server, proxy, otherProxy, other, more: [], timers: [] }
  const instances = [own, other]
  try {
    return await observe(world, own, failure, watch, () => {
      const fresh = startInstance({ url: urlOf(otherProxy.port) })
      instances.push(fresh)
      return fresh
    })
  } finally {
    for (const timer of world.timers) clearInterval(timer)
    server.thaw()
    for (const instance of instances) await instance.close()
    for (const one of [proxy, otherProxy]) await one.close()
    for (const one of [server, ...world.more]) await one.remove()
  }
}

async function observe(
  world: World,
  own: Instance,
  failure: Failure,
  watch: Watch,
  startAnother: () => Instance,
): Promise<Observed> {
  const { other } = world
  let slowest = 0
  const timed = async <Result>(call: Promise<Result>): Promise<Result> => {
    const began = now()
    try {
      return await call
    } finally {
      slowest = Math.max(slowest, now() - began)
    }
  }
  const attempt = (call: Promise<unknown>): Promise<unknown> =>
    timed(call).then(
      () => 'done',
      error => (REFUSALS.includes(error.reason) ? error.reason : Promise.reject(error)),
    )
  const users = ['made', 'blocked', 'seen', 'late', 'unseen', 'free'] as const
  const tokens: Record<string, string> = {}
  await eventually(async () => {
    for (const userId of users) tokens[userId] ??= await oldToken(own.provider, userId)
  })
  const check = (userId: (typeof users)[number], by = own) => timed(by.check(String(tokens[userId])))

  // On a busy machine, a store may respond too late for a call, and each of these can be repeated.
  await eventually(async () => expect(await check('free')).toBe('valid'))
  await failure.prepare?.(world)
  await eventually(() => own.provider.revokeUserToken('made'))
  await eventually(() => own.provider.blockUser('blocked'))
  await eventually(() => other.provider.revokeUserToken('seen'))
  await eventually(async () => expect(await check('seen')).toBe('revoked'))
  const refused: (typeof users)[number][] = ['made', 'blocked', 'seen']

  await failure.fail(world)
  const began = now()
  let unseenAt = Number.POSITIVE_INFINITY
  const commands = [
    attempt(own.provider.revokeUserToken('late')),
    attempt(own.provider.createToken('somebody')),
    attempt(other.provider.revokeUserToken('unseen')).then(outcome => {
      if (outcome === 'done') unseenAt = now()
    }),
  ]
  const found: string[] = []
  for (let at = 1; at <= watch.checks; at++) {
    for (const userId of refused) expect(await check(userId), userId).not.toBe('valid')
    const since = now() - unseenAt
    if ((await check('unseen')) === 'valid') expect(since).toBeLessThan(MAX_STALE + 1)
    found.push(await check('free'))
    const rest = began + (watch.seconds * at) / watch.checks - now()
    if (rest > 0) await new Promise(resolve => setTimeout(resolve, rest * 1000))
  }
  if (failure.isSilent && watch.seconds > MAX_STALE + 1) expect(found.at(-1)).toBe('unknown')
  await Promise.all(commands)
  // Revoked in this process, stored or not.
  expect(await check('late')).not.toBe('valid')

  await failure.end(world)
  const ended = now()
  await eventually(async () => {
    const state = await check('free')
    if (failure.losesData) expect(state).not.toBe('unknown')
    else expect(state).toBe('valid')
    const outcomes = [own, other].map(({ provider }) => attempt(provider.revokeUserToken('after')))
    expect(await Promise.all(outcomes)).toEqual(['done', 'done'])
  })
  const recovery = now() - ended

  const all = [own, other, startAnother()]
  for (const userId of refused)
    for (const instance of all)
      await eventually(async () => expect(await check(userId, instance), userId).toBe('revoked'))
  let next = ''
  await eventually(async () => {
    next = await own.provider.createToken('free')
  })
  for (const instance of all) await eventually(async () => expect(await instance.check(next)).toBe('valid'))
  await eventually(() => other.provider.revokeUserToken('free'))
  await eventually(async () => expect(await own.check(next)).toBe('revoked'))
  expect(slowest).toBeLessThan(HANGS)
  return { slowest, recovery }
}

/** Starts an epoch a minute ago, so that tokens from before now are valid. */
async function startEpoch(url: string): Promise<void> {
  const store = redisRevocationStore({ url, namespace: 'app', mode: 'direct' })
  store.open?.({ apiKey: 'key', clock: () => Date.now() - 60_000, notify: () => {} })
  await store.startEpoch()
  await store.close()
}

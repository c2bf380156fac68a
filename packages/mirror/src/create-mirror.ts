import type { Clock, NumericDate, Revocation, StoreNotice } from '@stream-token/core'
import { createCallGroup } from './call-group.js'
import { createChain } from './chain.js'
import { createDirectReads } from './direct-reads.js'
import { createElapsed } from './elapsed.js'
import { createFreshness } from './freshness.js'
import { createKeeper } from './keep-up.js'
import { BATCH, createLoader } from './load-copy.js'
import { checkOptions, type MirrorOptions } from './mirror-options.js'
import type { MirrorSource } from './mirror-source.js'
import { createMirroredReads } from './mirrored-reads.js'
import type { MirroredStore } from './mirrored-store.js'
import { readSnapshot } from './read-snapshot.js'
import { createReplica } from './replica.js'
import { createServerLink } from './server-link.js'

/**
 * Creates a revocation store over a server: checks read a copy in this process, which follows the server's log. What the
 * server can do is the `source`.
 *
 * @throws {TokenProviderError} `config_invalid`
 */
export function createMirror(source: MirrorSource, options: MirrorOptions = {}): MirroredStore {
  const { mode, maxStale, maxEntries, cacheFor, readTimeout, runtime } = checkOptions(options)
  let clock: Clock | undefined
  let notify: (notice: StoreNotice) => void = () => {}
  let isDirect = mode === 'direct'
  let usedAt = Number.NEGATIVE_INFINITY
  let closing: Promise<void> | undefined

  const elapsed = createElapsed(runtime.monotonic, () => wallTime(clock))
  const calls = createCallGroup(runtime)
  const following = createCallGroup(runtime)
  const chain = createChain()
  const replica = createReplica()
  if (isDirect) replica.dropUsers()
  const freshness = createFreshness(elapsed, maxStale, notice => notify(notice))
  const onProven = (at: number): void => {
    freshness.prove(at)
    keeper.prove()
  }
  const onLost = (): void => {
    if (closing !== undefined) return
    notify({ type: 'store_lost_data' })
    keeper.reload()
  }
  const link = createServerLink({
    source,
    calls,
    replica,
    chain: () => (isDirect ? undefined : chain),
    elapsed,
    beatAfter: maxStale / 3,
    onProven,
    onLost,
    onResponse: () => mirrored.succeed(),
  })
  const mirrored = createMirroredReads({ replica, freshness, link, elapsed, readTimeout })
  const direct = createDirectReads(link, replica, cacheFor)
  const loader = createLoader({
    source,
    calls: following,
    replica,
    chain,
    link,
    maxEntries,
    notify: notice => notify(notice),
    onLost,
  })
  const keeper = createKeeper({
    source,
    calls,
    following,
    replica,
    chain,
    link,
    loader,
    freshness,
    maxStale,
    maxEntries,
    readTimeout,
    elapsed,
    random: runtime.random,
    isUsed: () => closing === undefined && !isDirect && elapsed() - usedAt < maxStale,
    onProven,
    onTooLarge(entries) {
      isDirect = true
      replica.dropUsers()
      notify({ type: 'store_too_large', entries })
    },
  })

  /** Notes that the copy is used, and returns the time: clocks cost more than a look-up. */
  const use = (): number => {
    if (closing !== undefined) throw new Error('The store is closed.')
    usedAt = elapsed()
    return usedAt
  }
  const keepUp = (): void => {
    if (!isDirect) keeper.wake()
  }
  const write = async (changes: readonly Revocation[], floor?: NumericDate) => {
    const begunAt = use()
    const writing = link.write(changes, floor)
    keepUp()
    const states = await writing
    for (const [at, state] of states.entries()) direct.note(userOf(changes[at]), state, begunAt)
    return states
  }

  return {
    ...(source.name !== undefined && { name: source.name }),
    open(context) {
      clock = context.clock
      notify = context.notify
      source.open?.(context)
    },
    read(userId, options) {
      const now = use()
      const reading =
        options?.fresh === true
          ? link.read(userId).then(state => {
              direct.note(userId, state, now)
              return state
            })
          : isDirect
            ? direct.read(userId, now)
            : mirrored.read(userId, now)
      // Afterwards: a check must not wait for the load.
      keepUp()
      return reading
    },
    write: changes => write(changes),
    async snapshot() {
      use()
      return readSnapshot(source, calls)
    },
    async merge(changes, floor) {
      if (floor !== undefined) await write([], floor)
      for (let at = 0; at < changes.length; at += BATCH) await write(changes.slice(at, at + BATCH))
    },
    gauges: () => ({
      entries: replica.copy.size,
      pending: chain.pending,
      dirty: loader.dirty,
      age: isDirect || freshness.age() === Number.POSITIVE_INFINITY ? undefined : freshness.age(),
    }),
    close() {
      closing ??= (async () => {
        following.abort('The store is closed.')
        calls.abort('The store is closed.')
        await source.close?.()
      })()
      return closing
    },
  }
}

/** Seconds since 1970; NaN if the app's clock is not known yet, or fails. */
function wallTime(clock: Clock | undefined): number {
  try {
    return clock === undefined ? Number.NaN : clock() / 1000
  } catch {
    return Number.NaN
  }
}

function userOf(change: Revocation | undefined): string | undefined {
  return change !== undefined && 'userId' in change ? change.userId : undefined
}

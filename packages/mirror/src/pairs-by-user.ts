import type { Versioned } from '@stream-token/core'

/** Pairs by user id. Under undefined, which asks for the app alone, there is nothing. */
export interface PairsByUser {
  readonly size: number
  get(userId: string | undefined): Versioned | undefined
  set(userId: string, pair: Versioned): void
  entries(): Iterable<[string, Versioned]>
}

/**
 * Over how many maps the users are spread; a power of two. A map that grows moves all its keys at once: at a million, that
 * would block the event loop for 60 ms.
 */
const SHARDS = 64

/** Creates an empty collection. */
export function createPairsByUser(): PairsByUser {
  const shards: (Map<string, Versioned> | undefined)[] = Array.from({ length: SHARDS })
  let size = 0
  return {
    get size() {
      return size
    },
    get: userId => (userId === undefined ? undefined : shards[shardOf(userId)]?.get(userId)),
    set(userId, pair) {
      const at = shardOf(userId)
      const shard = shards[at] ?? new Map<string, Versioned>()
      shards[at] = shard
      const before = shard.size
      shard.set(userId, pair)
      size += shard.size - before
    },
    *entries() {
      for (const shard of shards) if (shard !== undefined) yield* shard
    },
  }
}

function shardOf(userId: string): number {
  let hash = 0
  for (let at = 0; at < userId.length; at++) hash = (hash * 31 + userId.charCodeAt(at)) | 0
  // The lower bits alone would depend on the last characters more than on the others.
  return (hash ^ (hash >>> 6) ^ (hash >>> 12)) & (SHARDS - 1)
}

import { createMirror, type MirroredStore } from '@stream-token/mirror'
import { ioredisLink } from './ioredis-link.js'
import type { CreateLink } from './link.js'
import { nodeRedisLink } from './node-redis-link.js'
import { checkOptions, type RedisRevocationStoreOptions } from './options.js'
import { isNodeRedis } from './redis-client.js'
import { createRedisSource } from './redis-source.js'
import { linkToUrl } from './url-link.js'

/** A revocation store in Redis. */
export interface RedisRevocationStore extends MirroredStore {
  /**
   * For operators, with `onEmpty: 'refuse'`: accepts that Redis is empty, and revokes all tokens from before. Does nothing
   * if Redis has its data.
   */
  startEpoch(): Promise<void>
}

/**
 * Creates a store that keeps revocations in Redis, for apps on many instances.
 *
 * @throws {TokenProviderError} `config_invalid` if an option is wrong
 * @example
 * ```ts
 * import { createTokenProvider } from '@stream-token/core'
 * import { redisRevocationStore } from '@stream-token/redis'
 *
 * const provider = createTokenProvider({
 *   apiKey: 'key',
 *   apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
 *   revocations: redisRevocationStore({ url: 'redis://127.0.0.1:6379' }),
 * })
 * ```
 */
export function redisRevocationStore(options: RedisRevocationStoreOptions): RedisRevocationStore {
  const { client, url, namespace, onEmpty, mirror } = checkOptions(options)
  const source = createRedisSource({ createLink: linkOf(client, url), namespace, onEmpty })
  return Object.assign(createMirror(source, mirror), {
    startEpoch: () => source.startEpoch(AbortSignal.timeout(START_TIMEOUT)),
  })
}

/** In milliseconds. */
const START_TIMEOUT = 5000

function linkOf(client: RedisRevocationStoreOptions['client'], url: string | undefined): CreateLink {
  if (client === undefined) return linkToUrl(url)
  return onError => (isNodeRedis(client) ? nodeRedisLink(client, onError) : ioredisLink(client, onError))
}

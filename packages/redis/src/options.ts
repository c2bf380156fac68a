import { configInvalid } from '@stream-token/core/store'
import type { MirrorOptions } from '@stream-token/mirror'
import { type IoredisClient, isIoredis, isNodeRedis, type NodeRedisClient } from './redis-client.js'
import type { OnEmpty } from './redis-source.js'

/** The options of `redisRevocationStore`: those of the mirror, and where the revocations are. */
export interface RedisRevocationStoreOptions extends MirrorOptions {
  /**
   * A client of node-redis (`createClient`, `createCluster`, `createSentinel`) or of ioredis (`Redis`, `Cluster`). The
   * store opens connections like those of the client, with its TLS and user. It neither uses nor closes the client itself.
   * Either `client` or `url` is required.
   */
  readonly client?: NodeRedisClient | IoredisClient | undefined
  /** The address of one server, such as `rediss://user:password@host:6379`. Needs the package `redis`. */
  readonly url?: string | undefined
  /** Separates apps that share a Redis: 1 to 200 characters without white space, `{` and `}`. Default: the API key. */
  readonly namespace?: string | undefined
  /**
   * What to do if Redis is empty: it is new, or has lost its data. 'start' revokes all tokens from before, so that each
   * client gets a new one. 'refuse' responds 503 until an operator calls `startEpoch()`. Default 'start'.
   */
  readonly onEmpty?: OnEmpty | undefined
}

/** What is left for the source and the mirror. */
export interface CheckedOptions {
  readonly client: NodeRedisClient | IoredisClient | undefined
  readonly url: string | undefined
  readonly namespace: string | undefined
  readonly onEmpty: OnEmpty
  /** Checked by the mirror. */
  readonly mirror: MirrorOptions
}

/**
 * Checks the options of this store.
 *
 * @throws {TokenProviderError} `config_invalid`, naming each option that is wrong, and never a value
 */
export function checkOptions(options: RedisRevocationStoreOptions): CheckedOptions {
  if (typeof options !== 'object' || options === null) throw configInvalid(['the options must be an object'])
  const { client, url, namespace, onEmpty = 'start', ...mirror } = options
  const errors: string[] = []
  if ((client === undefined) === (url === undefined)) errors.push('either client or url is required')
  if (client !== undefined && !isNodeRedis(client) && !isIoredis(client))
    errors.push('client must be a client of node-redis or ioredis')
  if (!isText(url, /^rediss?:\/\/\S+$/))
    errors.push("url must be an address such as 'rediss://user:password@host:6379'")
  if (!isText(namespace, /^[^\s{}]{1,200}$/))
    errors.push('namespace must be 1 to 200 characters without white space, { and }')
  if (onEmpty !== 'start' && onEmpty !== 'refuse') errors.push("onEmpty must be 'start' or 'refuse'")
  if (errors.length > 0) throw configInvalid(errors)
  return { client, url, namespace, onEmpty, mirror }
}

function isText(value: unknown, pattern: RegExp): boolean {
  return value === undefined || (typeof value === 'string' && pattern.test(value))
}

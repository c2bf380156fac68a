import { configInvalid } from '@stream-token/core/store'
import { type IoredisClient, isIoredis, isNodeRedis, type NodeRedisClient } from './redis-client.js'
import type { OnEmpty } from './redis-source.js'

/** The options of `redisRevocationStore`. Exactly one of `client` and `url` is needed. */
export interface RedisRevocationStoreOptions {
  /**
   * A client of node-redis (`createClient`, `createCluster`, `createSentinel`) or of ioredis (`Redis`, `Cluster`). The
   * store opens connections like those of the client, with its TLS and user, and never uses or closes the client itself.
   */
  readonly client?: NodeRedisClient | IoredisClient
  /** The address of one server, such as `rediss://user:password@host:6379`. Needs the package `redis`. */
  readonly url?: string
  /** Separates apps that share a Redis: 1 to 200 characters without white space, `{` and `}`. Default: the API key. */
  readonly namespace?: string
  /**
   * Where checks read. 'mirror': from a copy in memory, which follows Redis. 'direct': from Redis, with one command a
   * check, for processes that are frozen between requests, such as serverless functions. Default: 'mirror'.
   */
  readonly mode?: 'mirror' | 'direct'
  /** For how long checks use the copy while Redis does not respond, in seconds, 1 to 3600. Default: 60. */
  readonly maxStale?: number
  /** For how long checks in direct mode reuse what they have read of a user, in seconds, 0 to 60. Default: 0. */
  readonly cacheFor?: number
  /**
   * What to do if Redis is empty: it is new, or has lost its data. 'start' revokes all tokens from before, so that each
   * client gets a new one. 'refuse' responds 503 until an operator calls `startEpoch()`. Default: 'start'.
   */
  readonly onEmpty?: OnEmpty
  /** How many users the copy holds at most, from 1. With more, checks read from Redis. Default: 2,000,000. */
  readonly maxEntries?: number
}

type Rules = {
  readonly [Name in keyof RedisRevocationStoreOptions]-?: readonly [(value: unknown) => boolean, string]
}

const within = (min: number, max: number) => (value: unknown) =>
  typeof value === 'number' && value >= min && value <= max

const oneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value)

const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value)

const RULES: Rules = {
  client: [value => isNodeRedis(value) || isIoredis(value), 'a client of node-redis or ioredis'],
  url: [matches(/^rediss?:\/\/\S+$/), "an address such as 'rediss://user:password@host:6379'"],
  namespace: [matches(/^[^\s{}]{1,200}$/), '1 to 200 characters without white space, { and }'],
  mode: [oneOf('mirror', 'direct'), "'mirror' or 'direct'"],
  maxStale: [within(1, 3600), 'seconds from 1 to 3600'],
  cacheFor: [within(0, 60), 'seconds from 0 to 60'],
  onEmpty: [oneOf('start', 'refuse'), "'start' or 'refuse'"],
  maxEntries: [value => Number.isSafeInteger(value) && Number(value) >= 1, 'a whole number from 1'],
}

/**
 * Checks the options.
 *
 * @throws {TokenProviderError} `config_invalid`, naming each option that is wrong, and never a value
 */
export function checkOptions(options: RedisRevocationStoreOptions): void {
  if (typeof options !== 'object' || options === null) throw configInvalid(['options must be an object'])
  const rules = new Map<string, Rules[keyof Rules]>(Object.entries(RULES))
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const errors = given.flatMap(([name, value]) => {
    const [isValid, words] = rules.get(name) ?? []
    if (isValid === undefined) return [`${name} is not an option`]
    return isValid(value) ? [] : [`${name} must be ${words}`]
  })
  if ((options.client === undefined) === (options.url === undefined))
    errors.push('either client or url is required')
  if (errors.length > 0) throw configInvalid(errors)
}

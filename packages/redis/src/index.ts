export type { MirroredStore } from '@stream-token/mirror'
export type { RedisRevocationStoreOptions } from './options.js'
export type { IoredisClient, NodeRedisClient } from './redis-client.js'
export { type RedisRevocationStore, redisRevocationStore } from './redis-revocation-store.js'

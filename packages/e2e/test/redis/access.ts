import type { OpenStore } from '@stream-token/conformance'
import { type RedisRevocationStoreOptions, redisRevocationStore } from '@stream-token/redis'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { aclRules } from '../../../redis/test/fixture/acl-user.js'
import type { RedisServer } from '../../../redis/test/fixture/redis-server.js'

/** How a store is connected: the client, or the address. */
export type Access = Pick<RedisRevocationStoreOptions, 'client' | 'url'>

/** The ways to connect to one server, as the minimal user of the README. */
export const ACCESS: Readonly<Record<string, (port: number) => Access>> = {
  url: port => ({ url: `redis://stream-token:password@127.0.0.1:${port}` }),
  'node-redis': port => ({
    client: createClient({
      username: 'stream-token',
      password: 'password',
      socket: { host: '127.0.0.1', port },
    }),
  }),
  ioredis: port => ({
    client: new Redis({
      host: '127.0.0.1',
      port,
      username: 'stream-token',
      password: 'password',
      lazyConnect: true,
    }),
  }),
}

/** Creates the user of the README at a server, for all places of `storeSuite`. */
export async function createUser(server: RedisServer): Promise<void> {
  await server.send('ACL', 'SETUSER', 'stream-token', ...aclRules('place_*'))
}

/** Opens stores, each place in a namespace of its own. */
export function storesAt(
  port: () => number,
  access: (port: number) => Access,
  options: RedisRevocationStoreOptions = {},
): OpenStore {
  return place => redisRevocationStore({ ...access(port()), namespace: place, ...options })
}

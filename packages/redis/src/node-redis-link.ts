import { ENTRIES_A_READ, type Link } from './link.js'
import { isNodeRedis, type NodeRedisClient } from './redis-client.js'

/**
 * Creates a link from a client of node-redis. Its connections and credentials are like those of the client, which can be
 * connected or not.
 */
export function nodeRedisLink(client: NodeRedisClient, onError: (error: unknown) => void): Link {
  const own = client.duplicate(OVERRIDES)
  if (!isNodeRedis(own)) throw new TypeError('The client has no usable duplicate().')
  // Those of a cluster and of sentinels report errors of servers that may not concern us.
  const isSingle = !('nodeClient' in own) && !('acquire' in own)
  own.on('error', isSingle ? onError : () => {})
  return {
    connect: () => own.connect(),
    run: (script, keys, args) => own.eval(script, { keys: [...keys], arguments: [...args] }),
    follow: (key, id, milliseconds) => own.xRead({ key, id }, { BLOCK: milliseconds, COUNT: ENTRIES_A_READ }),
    destroy() {
      // A client that is not open throws, or rejects.
      void Promise.resolve()
        .then(() => own.destroy())
        .catch(() => {})
    },
  }
}

const OVERRIDES = {
  // The mirror has time limits and reads text, and no call waits for another connection.
  commandOptions: { timeout: 0 },
  disableOfflineQueue: true,
  clientSideCache: undefined,
  // The tail must not read from a replica.
  useReplicas: false,
  replicaPoolSize: 0,
} as const

import { ENTRIES_A_READ, type Link } from './link.js'
import { type IoredisClient, isIoredis } from './redis-client.js'

/** Creates a link from a client of ioredis: a single server, sentinels or a cluster. */
export function ioredisLink(client: IoredisClient, onError: (error: unknown) => void): Link {
  const own: unknown = client.isCluster
    ? Reflect.apply(client.duplicate, client, [[], { ...CLUSTER, redisOptions: COMMANDS }])
    : Reflect.apply(client.duplicate, client, [{ ...COMMANDS, ...SINGLE }])
  if (!isIoredis(own)) throw new TypeError('The client has no usable duplicate().')
  // That of a cluster reports errors of servers that may not concern us.
  own.on('error', client.isCluster ? () => {} : onError)
  own.on('end', () => onError(new Error('The connection to Redis has ended.')))
  return {
    connect: () => own.connect(),
    run: (script, keys, args) => own.call('eval', script, keys.length, ...keys, ...args),
    follow: (key, after, milliseconds) =>
      own.call('xread', 'COUNT', ENTRIES_A_READ, 'BLOCK', milliseconds, 'STREAMS', key, after),
    destroy: () => own.disconnect(),
  }
}

const COMMANDS = {
  // The mirror has time limits, and decides what is tried again.
  autoResendUnfulfilledCommands: false,
  commandTimeout: undefined,
  blockingTimeout: undefined,
  reconnectOnError: null,
  replyMapping: 'legacy',
} as const

const SINGLE = { lazyConnect: true, retryStrategy: () => null }

// The tail must not read from a replica.
const CLUSTER = { lazyConnect: true, clusterRetryStrategy: () => null, scaleReads: 'master' } as const

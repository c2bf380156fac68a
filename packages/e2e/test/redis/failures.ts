import { type RedisServer, startRedis } from '../../../redis/test/fixture/redis-server.js'
import { eventually } from './eventually.js'
import type { Instance } from './instance.js'
import type { TcpProxy } from './tcp-proxy.js'

/** Where a failure happens: one instance is watched, and another one shares its Redis. */
export interface World {
  readonly program: string
  readonly server: RedisServer
  /** The way of the watched instance, and that of the other one. */
  readonly proxy: TcpProxy
  readonly otherProxy: TcpProxy
  readonly other: Instance
  /** Servers and timers that end with the world. */
  readonly more: RedisServer[]
  readonly timers: NodeJS.Timeout[]
}

/** A real failure of Redis, and its end. */
export interface Failure {
  readonly name: string
  readonly settings?: readonly string[]
  /** Called before the revocations are made. */
  prepare?(world: World): Promise<void>
  fail(world: World): Promise<void> | void
  end(world: World): Promise<void> | void
  /** No request gets a response, so that the state becomes unknown. */
  readonly isSilent?: true
  /** Redis loses data: tokens from before may be refused. */
  readonly losesData?: true
}

export const STATE = '{app}:state'
export const LOG = '{app}:log'

const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'everysec']

/** The failures. Each is what a server or a network does, and none is simulated in the store. */
export const FAILURES: readonly Failure[] = [
  {
    name: 'stopped',
    settings: DURABLE,
    isSilent: true,
    fail: ({ server }) => server.kill(),
    end: ({ server }) => server.start(),
  },
  {
    name: 'F6: paused',
    isSilent: true,
    fail: ({ server }) => server.freeze(),
    end: ({ server }) => server.thaw(),
  },
  {
    name: 'slow: 100 ms',
    fail: ({ proxy }) => proxy.delay(100),
    end: ({ proxy }) => proxy.pass(),
  },
  {
    name: 'slow: 5 s',
    isSilent: true,
    fail: ({ proxy }) => proxy.delay(5000),
    end: ({ proxy }) => proxy.pass(),
  },
  {
    name: 'cut off',
    isSilent: true,
    fail: ({ proxy }) => proxy.swallow(),
    end: ({ proxy }) => proxy.pass(),
  },
  {
    name: 'flapping',
    fail({ proxy, timers }) {
      let isUp = true
      const change = (): void => {
        isUp = !isUp
        if (isUp) proxy.pass()
        else proxy.refuse()
      }
      timers.push(setInterval(change, 150))
    },
    end({ proxy, timers }) {
      for (const timer of timers) clearInterval(timer)
      proxy.pass()
    },
  },
  {
    name: 'killed and restarted empty',
    losesData: true,
    fail: ({ server }) => server.kill(),
    end: ({ server }) => server.start(),
  },
  {
    name: 'restarted with its data',
    settings: DURABLE,
    async fail({ server }) {
      await server.kill()
      await server.start()
    },
    end() {},
  },
  {
    name: 'F10: a replica promoted that was behind',
    async prepare(world) {
      const replica = await startRedis(world.program, '--replicaof', '127.0.0.1', String(world.server.port))
      world.more.push(replica)
      while ((await replica.send('EXISTS', STATE)) !== 1);
      // From here on it gets nothing any more.
      replica.freeze()
    },
    fail: ({ server }) => server.kill(),
    async end({ proxy, otherProxy, more }) {
      const [replica] = more
      replica?.thaw()
      await replica?.send('REPLICAOF', 'NO', 'ONE')
      proxy.target(Number(replica?.port))
      otherProxy.target(Number(replica?.port))
    },
  },
  {
    name: 'a master without its replicas',
    isSilent: true,
    fail: async ({ server }) => void (await server.send('CONFIG', 'SET', 'min-replicas-to-write', '1')),
    end: async ({ server }) => void (await server.send('CONFIG', 'SET', 'min-replicas-to-write', '0')),
  },
  {
    name: 'its log trimmed while a process was cut off',
    isSilent: true,
    fail: ({ proxy }) => proxy.swallow(),
    async end({ proxy, server, other }) {
      for (let at = 0; at < 5; at++) await eventually(() => other.provider.revokeUserToken(`somebody-${at}`))
      await server.send('XTRIM', LOG, 'MAXLEN', '1')
      proxy.pass()
    },
  },
  {
    name: 'F8: its state evicted, and not its log',
    losesData: true,
    fail: async ({ server }) => void (await server.send('DEL', STATE)),
    end() {},
  },
  {
    name: 'F8: its log evicted, and not its state',
    losesData: true,
    fail: async ({ server }) => void (await server.send('DEL', LOG)),
    end() {},
  },
  {
    name: 'restored from a backup',
    async prepare({ server }) {
      await server.send('SAVE')
    },
    fail: ({ server }) => server.kill(),
    end: ({ server }) => server.start(),
  },
]

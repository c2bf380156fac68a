import { storeSuite } from '@stream-token/conformance'
import { type RedisRevocationStoreOptions, redisRevocationStore } from '@stream-token/redis'
import { Cluster, Redis } from 'ioredis'
import { createCluster, createSentinel } from 'redis'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { aclRules } from '../../../redis/test/fixture/acl-user.js'
import {
  type RedisServer,
  somePort,
  startRedis,
  startSentinel,
} from '../../../redis/test/fixture/redis-server.js'
import { redisServerPath } from '../../src/real-parts.js'
import { startInstance } from './instance.js'

const program = redisServerPath()
const isFull = process.env.TEST_FULL !== undefined

const servers: RedisServer[] = []
afterAll(async () => {
  for (const server of servers) await server.remove()
})
const keep = async (starting: Promise<RedisServer>): Promise<RedisServer> => {
  const server = await starting
  servers.push(server)
  return server
}

/** `expect.poll` does not work in hooks. */
const until = (assert: () => Promise<void>): Promise<void> =>
  vi.waitFor(assert, { timeout: 30_000, interval: 50 })

type Client = NonNullable<RedisRevocationStoreOptions['client']>

const USER = { username: 'stream-token', password: 'password' } as const

/** A user that may connect to a node of a cluster. */
const allow = (server: RedisServer, ...more: readonly string[]) =>
  server.send('ACL', 'SETUSER', 'stream-token', ...aclRules('*'), ...more)

describe.runIf(program !== undefined && isFull)('a cluster of three nodes', () => {
  let nodes: readonly RedisServer[] = []

  beforeAll(async () => {
    const ports = [somePort(), somePort(), somePort()]
    nodes = await Promise.all(
      ports.map(port =>
        keep(startRedis(String(program), '--cluster-enabled', 'yes', '--cluster-port', String(port))),
      ),
    )
    const slots = [
      ['0', '5460'],
      ['5461', '10922'],
      ['10923', '16383'],
    ]
    for (const [at, node] of nodes.entries()) {
      await node.send('CLUSTER', 'ADDSLOTSRANGE', ...(slots[at] ?? []))
      await allow(node, '+cluster|slots', '+cluster|info')
      await nodes[0]?.send('CLUSTER', 'MEET', '127.0.0.1', String(node.port), String(ports[at]))
    }
    for (const node of nodes)
      await until(async () => {
        const info = String(await node.send('CLUSTER', 'INFO'))
        expect(info).toContain('cluster_state:ok')
        expect(info).toContain('cluster_known_nodes:3')
      })
  }, 180_000)

  const clients: Readonly<Record<string, () => Client>> = {
    'node-redis': () =>
      createCluster({
        rootNodes: nodes.map(({ url }) => ({ url })),
        defaults: USER,
        useReplicas: true,
      }),
    ioredis: () =>
      new Cluster(
        nodes.map(({ port }) => ({ host: '127.0.0.1', port })),
        { lazyConnect: true, redisOptions: USER, scaleReads: 'slave' },
      ),
  }
  for (const [name, createClient] of Object.entries(clients))
    for (const mode of ['mirror', 'direct'] as const) {
      const open = (place: string) => redisRevocationStore({ client: createClient(), namespace: place, mode })
      storeSuite(`redis cluster by ${name}, mode ${mode}`, open, {
        durable: true,
        shared: true,
        withFloor: open,
      })
    }
})

describe.runIf(program !== undefined && isFull)('sentinels', () => {
  let master: RedisServer
  let sentinel: RedisServer

  beforeAll(async () => {
    master = await keep(startRedis(String(program)))
    const replica = await keep(startRedis(String(program), '--replicaof', '127.0.0.1', String(master.port)))
    for (const server of [master, replica]) await allow(server)
    sentinel = await keep(
      startSentinel(
        String(program),
        `sentinel monitor main 127.0.0.1 ${master.port} 1`,
        'sentinel down-after-milliseconds main 1000',
        'sentinel failover-timeout main 3000',
      ),
    )
    await until(async () =>
      expect([await sentinel.send('SENTINEL', 'REPLICAS', 'main')].flat()).toHaveLength(1),
    )
    await until(async () => expect(String(await replica.send('INFO'))).toContain('master_link_status:up'))
  }, 180_000)

  const clients: Readonly<Record<string, () => Client>> = {
    'node-redis': () =>
      createSentinel({
        name: 'main',
        sentinelRootNodes: [{ host: '127.0.0.1', port: sentinel.port }],
        nodeClientOptions: USER,
      }),
    ioredis: () =>
      new Redis({
        name: 'main',
        sentinels: [{ host: '127.0.0.1', port: sentinel.port }],
        lazyConnect: true,
        ...USER,
      }),
  }
  for (const [name, createClient] of Object.entries(clients)) {
    const open = (place: string) => redisRevocationStore({ client: createClient(), namespace: place })
    storeSuite(`redis sentinels by ${name}`, open, { durable: true, shared: true, withFloor: open })
  }

  it('F10: loses no revocation that an instance has seen when a replica takes over', async () => {
    const instances = Object.values(clients).map(createClient => startInstance({ client: createClient() }))
    onTestFinished(async () => {
      for (const instance of instances) await instance.close()
    })
    const [one, other] = instances
    if (one === undefined || other === undefined) return
    const tokens = [await one.provider.createToken('john'), await other.provider.createToken('jane')]
    for (const { check } of instances) for (const token of tokens) expect(await check(token)).toBe('valid')
    await one.provider.revokeUserToken('john')
    await expect.poll(() => other.check(String(tokens[0]))).toBe('revoked')
    await master.kill()
    for (const { provider, check } of instances) {
      await expect
        .poll(
          () =>
            provider.revokeUserToken('jane').then(
              () => 'stored',
              () => 'refused',
            ),
          { timeout: 30_000 },
        )
        .toBe('stored')
      for (const token of tokens) await expect.poll(() => check(token), { timeout: 30_000 }).toBe('revoked')
      const next = await provider.createToken('jim')
      for (const instance of instances)
        await expect.poll(() => instance.check(next), { timeout: 30_000 }).toBe('valid')
    }
  }, 180_000)
})

import { Redis, type RedisOptions } from 'ioredis'
import { createClient, RESP_TYPES, type RedisClientOptions } from 'redis'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type RedisRevocationStoreOptions, redisRevocationStore } from '../src/index.js'
import { ioredisLink } from '../src/ioredis-link.js'
import type { Link } from '../src/link.js'
import { nodeRedisLink } from '../src/node-redis-link.js'
import { redisServer } from './fixture/program.js'
import { type RedisServer, startRedis } from './fixture/redis-server.js'
import { NOW, newNamespace } from './fixture/source-at.js'

const program = redisServer()

type Client = NonNullable<RedisRevocationStoreOptions['client']>

describe.runIf(program !== undefined)('a client of the app', () => {
  let server: RedisServer

  beforeAll(async () => {
    server = await startRedis(String(program))
  })
  afterAll(() => server?.remove())

  const nodeRedis = (options: Partial<RedisClientOptions> = {}) => {
    const client = createClient({ url: server.url, ...options }).on('error', () => {})
    onTestFinished(() => client.destroy())
    return client
  }
  const ioredis = (options: RedisOptions = {}) => {
    const client = new Redis(server.port, '127.0.0.1', {
      ...options,
      replyMapping: 'legacy',
      lazyConnect: true,
    })
    client.on('error', () => {})
    onTestFinished(() => client.disconnect())
    return client
  }
  const open = (client: Client, namespace = newNamespace()) => {
    const store = redisRevocationStore({ client, namespace, mode: 'direct' })
    store.open?.({ apiKey: 'key', clock: () => NOW * 1000, notify: () => {} })
    onTestFinished(() => store.close?.())
    return store
  }
  const names = async (): Promise<readonly (string | undefined)[]> => {
    const list = String(await server.send('CLIENT', 'LIST'))
    return list.split('\n').map(line => / name=(\S*)/.exec(line)?.[1])
  }

  it.each<[string, () => Client]>([
    ['node-redis', () => nodeRedis()],
    ['node-redis with RESP 2', () => createClient({ url: server.url, RESP: 2 }).on('error', () => {})],
    ['node-redis with buffers', () => nodeRedis().withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer })],
    ['ioredis', () => ioredis()],
    ['ioredis with RESP 2', () => ioredis({ protocol: 2 })],
    ['ioredis with numbers as text', () => ioredis({ stringNumbers: true })],
    ['ioredis without an offline queue', () => ioredis({ enableOfflineQueue: false })],
    ['ioredis with pipelines', () => ioredis({ enableAutoPipelining: true })],
  ])('works as %s, connected or not', async (_, createIt) => {
    const client = createIt()
    const change = { userId: 'john', cutoff: { version: 1, value: NOW } }
    const namespace = newNamespace()
    await open(client, namespace).write([change])
    await client.connect()
    expect((await open(client, namespace).read('john', { fresh: true })).user).toEqual(change.cutoff)
  })

  it.each<[string, () => Client]>([
    ['node-redis', () => nodeRedis({ name: 'own' })],
    ['ioredis', () => ioredis({ connectionName: 'own' })],
  ])('F7: stays as it is: %s', async (_, createIt) => {
    const client = createIt()
    await client.connect()
    await expect.poll(names).toContain('own')
    const store = open(client)
    await store.read('john', { fresh: true })
    expect((await names()).filter(name => name === 'own').length).toBeGreaterThan(1)
    await store.close?.()
    await expect.poll(async () => (await names()).filter(name => name === 'own')).toEqual(['own'])
    if ('isReady' in client) expect(client.isReady).toBe(true)
    else expect(Reflect.get(client, 'status')).toBe('ready')
  })

  it.each<[string, () => Promise<readonly [Client, id: unknown]>]>([
    [
      'node-redis',
      async () => {
        const client = await nodeRedis().connect()
        return [client, await client.sendCommand(['CLIENT', 'ID'])]
      },
    ],
    [
      'ioredis',
      async () => {
        const client = ioredis()
        return [client, await client.client('ID')]
      },
    ],
  ])('F7: does not wait for the log itself: %s', async (_, connect) => {
    const [client, id] = await connect()
    const blocked = async (): Promise<readonly (string | undefined)[]> => {
      const list = String(await server.send('CLIENT', 'LIST')).split('\n')
      return list.flatMap(line => (/ flags=\S*b/.test(line) ? [/^id=(\d+)/.exec(line)?.[1]] : []))
    }
    const store = redisRevocationStore({ client, namespace: newNamespace() })
    store.open?.({ apiKey: 'key', clock: () => NOW * 1000, notify: () => {} })
    onTestFinished(() => store.close())
    await store.read('john')
    await expect.poll(blocked).toHaveLength(1)
    expect(await blocked()).not.toContain(String(id))
  })

  it.each<[string, () => Client]>([
    ['node-redis', () => nodeRedis({ keyPrefix: 'app:' })],
    ['ioredis', () => ioredis({ keyPrefix: 'app:' })],
  ])('adds its prefix to the keys: %s', async (_, createIt) => {
    const namespace = newNamespace()
    await open(createIt(), namespace).write([{ app: true, cutoff: { version: 1, value: NOW } }])
    const keys = [await server.send('KEYS', `*{${namespace}}*`)].flat()
    expect(keys.sort()).toEqual([`app:{${namespace}}:log`, `app:{${namespace}}:state`])
  })

  it.each<[string, () => Link]>([
    ['node-redis', () => nodeRedisLink(nodeRedis({ commandOptions: { timeout: 1 } }), () => {})],
    ['ioredis', () => ioredisLink(ioredis({ commandTimeout: 1, blockingTimeout: 1 }), () => {})],
  ])('has no effect with its time limits on commands: %s', async (_, createIt) => {
    const link = createIt()
    await link.connect()
    expect(await link.follow(`{${newNamespace()}}:log`, '0-0', 100)).toBe(null)
    link.destroy()
  })

  describe.each<[string, (url: string, onError: (error: unknown) => void) => Link]>([
    ['nodeRedisLink', (url, onError) => nodeRedisLink(createClient({ url }), onError)],
    ['ioredisLink', (url, onError) => ioredisLink(new Redis(url, { lazyConnect: true }), onError)],
  ])('%s', (_, createLink) => {
    it('reports that its server is gone, and rejects what comes then', async () => {
      const other = await startRedis(String(program))
      onTestFinished(() => other.remove())
      const errors: unknown[] = []
      const link = createLink(other.url, error => void errors.push(error))
      await link.connect()
      await other.kill()
      await expect(link.run('return 1', [], [])).rejects.toThrow()
      await expect.poll(() => errors.length).toBeGreaterThan(0)
      link.destroy()
    })

    it('rejects what waits when it is destroyed', async () => {
      const link = createLink(server.url, () => {})
      await link.connect()
      const waiting = link.follow(`{${newNamespace()}}:log`, '0-0', 60_000)
      const outcome = waiting.then(
        () => 'resolved',
        () => 'rejected',
      )
      await expect.poll(async () => String(await server.send('CLIENT', 'LIST'))).toMatch(/flags=b/)
      link.destroy()
      expect(await outcome).toBe('rejected')
      link.destroy()
    })

    it('can be destroyed before and while it connects', async () => {
      createLink(server.url, () => {}).destroy()
      const link = createLink(server.url, () => {})
      const connecting = link.connect().then(
        () => 'connected',
        () => 'rejected',
      )
      link.destroy()
      await expect.poll(async () => (await names()).length).toBeLessThan(5)
      expect(['connected', 'rejected']).toContain(await connecting)
    })
  })
})

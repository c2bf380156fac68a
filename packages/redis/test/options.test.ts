import { Redis } from 'ioredis'
import { createClient, createCluster, createSentinel } from 'redis'
import { describe, expect, it } from 'vitest'
import { redisRevocationStore } from '../src/index.js'

const url = 'redis://127.0.0.1:6379'

const create = (options: unknown) => () => Reflect.apply(redisRevocationStore, undefined, [options])

describe('redisRevocationStore', () => {
  it.each([
    ['an address', { url }],
    [
      'every option',
      {
        url,
        namespace: 'my-app',
        mode: 'direct',
        maxStale: 5,
        cacheFor: 0,
        onEmpty: 'refuse',
        maxEntries: 1,
      },
    ],
    ['undefined options', { url, client: undefined, namespace: undefined, mode: undefined }],
    ['a client of node-redis', { client: createClient({ url }) }],
    ['a cluster of node-redis', { client: createCluster({ rootNodes: [{ url }] }) }],
    [
      'sentinels of node-redis',
      { client: createSentinel({ name: 'main', sentinelRootNodes: [{ host: '127.0.0.1', port: 6379 }] }) },
    ],
    ['a client of ioredis', { client: new Redis({ lazyConnect: true }) }],
  ])('accepts %s, and connects to nothing', (_, options) => {
    expect(create(options)).not.toThrow()
  })

  it.each([
    [undefined, 'the options must be an object'],
    [{}, 'either client or url is required'],
    [{ url, client: createClient({ url }) }, 'either client or url is required'],
    [{ url: 'http://127.0.0.1' }, 'url must be an address such as'],
    [{ client: { get() {} } }, 'client must be a client of node-redis or ioredis'],
    [{ url, namespace: '' }, 'namespace must be 1 to 200 characters'],
    [{ url, namespace: 'a{b}' }, 'namespace must be 1 to 200 characters'],
    [{ url, mode: 'copy' }, "mode must be 'mirror' or 'direct'"],
    [{ url, maxStale: 0.5 }, 'maxStale must be seconds from'],
    [{ url, cacheFor: -1 }, 'cacheFor must be seconds from'],
    [{ url, onEmpty: 'ignore' }, "onEmpty must be 'start' or 'refuse'"],
    [{ url, maxEntries: 1.5 }, 'maxEntries must be a whole number'],
    [{ url, ttl: 60 }, 'ttl is not an option'],
  ])('refuses %j', (options, message) => {
    expect(create(options)).toThrow(expect.objectContaining({ reason: 'config_invalid' }))
    expect(create(options)).toThrow(message)
  })

  it('names every mistake, and no value', () => {
    expect(create({ url: 'secret', namespace: ' ', onEmpty: 1 })).toThrow(
      /^url must be [^;]+; namespace must be [^;]+; onEmpty must be [^;]+\.$/,
    )
  })

  it('has a name by its namespace', () => {
    expect(redisRevocationStore({ url, namespace: 'one' }).name).toBe('redis one')
    expect(redisRevocationStore({ url }).name).toBe('redis')
  })
})

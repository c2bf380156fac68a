import type { Revocation } from '@stream-token/core'
import type { LogEntry, LogPosition } from '@stream-token/mirror'
import { createClient } from 'redis'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import type { OnEmpty } from '../src/redis-source.js'
import { aclRules } from './fixture/acl-user.js'
import { redisServer } from './fixture/program.js'
import { type RedisServer, startRedis } from './fixture/redis-server.js'
import { NOW, newNamespace, type SourceAt, sourceAt } from './fixture/source-at.js'

const program = redisServer()
const { signal } = new AbortController()

/** No test leaves the log without an entry for that long. */
const NO_BEAT = 3600

const cut = (userId: string, version: number, value = NOW): Revocation => ({
  userId,
  cutoff: { version, value },
})

describe.runIf(program !== undefined)('createRedisSource', () => {
  let server: RedisServer
  let namespace: string

  beforeAll(async () => {
    server = await startRedis(String(program))
  })
  afterAll(() => server?.remove())
  beforeEach(() => {
    namespace = newNamespace()
  })

  const open = (onEmpty?: OnEmpty, now?: number): SourceAt => {
    const source = sourceAt(server.url, namespace, onEmpty, now)
    onTestFinished(() => source.close?.())
    return source
  }
  const keyOf = (name: 'state' | 'log') => `{${namespace}}:${name}`
  const lengthOfLog = () => server.send('XLEN', keyOf('log'))
  const partsOf = async (source: SourceAt): Promise<readonly (readonly Revocation[])[]> => {
    const parts: (readonly Revocation[])[] = []
    for await (const part of (await source.load(signal)).parts) parts.push(part)
    return parts
  }
  const follow = async (
    source: SourceAt,
    after: LogPosition,
    count: number,
  ): Promise<readonly LogEntry[]> => {
    const entries: LogEntry[] = []
    while (entries.length < count)
      entries.push(...(await source.tail(entries.at(-1)?.position ?? after, 5, signal)))
    return entries
  }

  describe('without an epoch', () => {
    it('F5: starts one, with a floor after all tokens that an instance can have issued, and says so', async () => {
      const source = open()
      const { states, position } = await source.read('john', NO_BEAT, signal)
      expect(states).toEqual([{ floor: NOW + 0.3 }])
      expect(source.notices).toEqual([{ type: 'store_was_empty' }])
      const other = open('start', NOW + 60)
      expect(await other.read('john', NO_BEAT, signal)).toEqual({ states, position })
      expect(other.notices).toEqual([])
    })

    it('never has a whole second as the floor, which a token of that second could have as its iat', async () => {
      const { states } = await open('start', 1_700_000_000.7).read(undefined, NO_BEAT, signal)
      expect(states).toEqual([{ floor: 1_700_000_001.001 }])
    })

    it.each([
      ['the state', ['state']],
      ['the log', ['log']],
      ['both', ['state', 'log']],
    ] as const)('F8: starts another one when %s is gone, with a floor', async (_, gone) => {
      const source = open()
      const before = await source.write([cut('john', 1)], undefined, signal)
      await server.send('DEL', ...gone.map(keyOf))
      const later = open('start', NOW + 60)
      const after = await later.read('john', NO_BEAT, signal)
      expect(after.position.epoch).not.toBe(before.position.epoch)
      expect(after.states[0]?.floor).toBe(NOW + 60.3)
      expect(later.notices).toEqual([{ type: 'store_was_empty' }])
      const isKept = !gone.some(key => key === 'state')
      expect(after.states[0]?.user).toEqual(isKept ? { version: 1, value: NOW } : undefined)
    })

    it('F8: starts another one when the log has another epoch than the state', async () => {
      const source = open()
      const { position } = await source.read('john', NO_BEAT, signal)
      await server.send('HSET', keyOf('state'), 'epoch', 'of-a-backup')
      const after = await source.read('john', NO_BEAT, signal)
      expect(['of-a-backup', position.epoch]).not.toContain(after.position.epoch)
    })

    it('never lowers a floor', async () => {
      await open('start', NOW + 60).read(undefined, NO_BEAT, signal)
      await server.send('DEL', keyOf('log'))
      const { states } = await open().read(undefined, NO_BEAT, signal)
      expect(states[0]?.floor).toBe(NOW + 60.3)
    })

    it('starts one epoch if many find none at once', async () => {
      const sources = Array.from({ length: 10 }, () => open())
      const found = await Promise.all(sources.map(source => source.read('john', NO_BEAT, signal)))
      expect(new Set(found.map(({ position }) => position.epoch)).size).toBe(1)
      expect(sources.flatMap(({ notices }) => notices)).toEqual([{ type: 'store_was_empty' }])
    })

    it("refuses every call with onEmpty: 'refuse' until an operator starts an epoch", async () => {
      const source = open('refuse')
      const calls = [
        () => source.read('john', NO_BEAT, signal),
        () => source.write([cut('john', 1)], undefined, signal),
        () => source.load(signal),
      ]
      for (const call of calls) await expect(call()).rejects.toThrow('startEpoch()')
      expect(await server.send('KEYS', `{${namespace}}*`)).toEqual([])
      await source.startEpoch(signal)
      const { position } = await source.read('john', NO_BEAT, signal)
      await source.startEpoch(signal)
      expect((await source.read('john', NO_BEAT, signal)).position).toEqual(position)
      await server.send('DEL', keyOf('state'))
      for (const call of calls) await expect(call()).rejects.toThrow('startEpoch()')
    })
  })

  describe('write', () => {
    it('compares versions and milliseconds of 53 bits exactly', async () => {
      const source = open()
      const [high, low] = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1]
      const [last, first] = [253_402_300_799.999, 253_402_300_799.998]
      for (const [version, value] of [
        [low, last],
        [high, first],
        [low, last],
        [high, last],
        [high, first],
      ] as const)
        await source.write([cut('john', version, value)], undefined, signal)
      const { states } = await source.read('john', NO_BEAT, signal)
      expect(states[0]?.user).toEqual({ version: high, value: last })
    })

    it('appends one entry a write, also if it changes nothing', async () => {
      const source = open()
      const { position } = await source.read('john', NO_BEAT, signal)
      const changes = [cut('john', 1), { app: true, cutoff: { version: 1, value: 0 } } as const]
      await source.write(changes, NOW + 5, signal)
      await source.write(changes, undefined, signal)
      const [first, second] = await follow(source, position, 2)
      expect(first).toMatchObject({ previous: position.id, changes, floor: NOW + 5 })
      expect(second).toMatchObject({ previous: first?.position.id, changes })
      expect((await source.read('john', NO_BEAT, signal)).position).toEqual(second?.position)
    })

    it('chains the entries of all writers', async () => {
      const sources = [open(), open()]
      const [source] = sources
      if (source === undefined) return
      const { position } = await source.read('john', NO_BEAT, signal)
      await Promise.all(
        Array.from({ length: 100 }, (_, at) =>
          sources[at % 2]?.write([cut(`user_${at}`, 1)], undefined, new AbortController().signal),
        ),
      )
      const entries = await follow(source, position, 100)
      const ids = [position.id, ...entries.map(entry => entry.position.id)]
      expect(entries.map(entry => entry.previous)).toEqual(ids.slice(0, -1))
      const places = entries.map(entry => entry.position.at)
      expect(places).toEqual([...places].sort())
    })

    it('keeps two keys in one slot, without an expiry', async () => {
      await open().write([cut('john', 1)], undefined, signal)
      const keys = [keyOf('log'), keyOf('state')]
      expect([await server.send('KEYS', `*${namespace}*`)].flat().sort()).toEqual(keys)
      for (const key of keys) expect(await server.send('TTL', key)).toBe(-1)
    })

    it('F9: sends at most 3,999 arguments in one command, and none that the minimal user may not send', async () => {
      const monitor = createClient({ url: server.url })
      await monitor.connect()
      const counts: number[] = []
      const commands = new Set<string>()
      await monitor.monitor(line => {
        counts.push(String(line).split('" "').length)
        commands.add(String(/\] "(\w+)"/.exec(String(line))?.[1]).toLowerCase())
      })
      const users = Array.from({ length: 2500 }, (_, at) => `user_${at}`)
      const pair = { version: 1, value: NOW }
      const source = open()
      const { states, position } = await source.write(
        users.map(userId => ({ userId, cutoff: pair, block: pair })),
        undefined,
        signal,
      )
      expect(states).toHaveLength(2500)
      expect(states.at(-1)).toMatchObject({ user: pair, block: pair })
      await partsOf(source)
      await source.tail(position, 0, signal)
      await expect.poll(() => [...commands]).toContain('xread')
      monitor.destroy()
      const allowed = aclRules(namespace).flatMap(rule => (rule.startsWith('+') ? [rule.slice(1)] : []))
      expect([...allowed, 'hello', 'client']).toEqual(expect.arrayContaining([...commands]))
      expect(Math.max(...counts)).toBeLessThan(3999)
      expect(Math.max(...counts)).toBeGreaterThan(1000)
    })

    it('keeps a log of about 10,000 entries', async () => {
      const source = open()
      await source.read('john', NO_BEAT, signal)
      const fill = `for _ = 1, 12000 do redis.call('XADD', KEYS[1], '*', 'epoch', redis.call('HGET', KEYS[2], 'epoch'),
        'id', 'x', 'previous', 'x', 'time', '0', 'changes', '[]', 'floor', '') end`
      await server.send('EVAL', fill, '2', keyOf('log'), keyOf('state'))
      await source.write([cut('john', 1)], undefined, signal)
      expect(await lengthOfLog()).toBeGreaterThanOrEqual(10_000)
      expect(await lengthOfLog()).toBeLessThan(10_200)
    })
  })

  describe('read', () => {
    it('appends an empty entry only if the last one is old', async () => {
      const source = open()
      const { position } = await source.write([cut('john', 1)], undefined, signal)
      for (let at = 0; at < 5; at++) await source.read('john', NO_BEAT, signal)
      expect(await lengthOfLog()).toBe(1)
      expect((await source.read('john', NO_BEAT, signal)).position).toEqual(position)
      await source.read('john', 0, signal)
      const [entry] = await follow(source, position, 1)
      expect(entry).toMatchObject({ previous: position.id, changes: [] })
      await expect
        .poll(async () => (await source.read('john', 0.2, signal)).position)
        .not.toEqual(entry?.position)
    })

    it('appends an entry if the last one is from a server whose clock was ahead', async () => {
      const source = open()
      const { position } = await source.read('john', NO_BEAT, signal)
      await server.send(
        ...['XADD', keyOf('log'), `${Date.now() + 60_000}-0`, 'epoch', position.epoch, 'id', 'ahead'],
        ...['previous', position.id, 'time', String(Date.now() + 60_000), 'changes', '[]', 'floor', ''],
      )
      await source.read('john', 30, signal)
      expect(await lengthOfLog()).toBe(3)
    })

    it('writes to no file and to no replica', async () => {
      const source = open()
      await source.read('john', NO_BEAT, signal)
      const dirty = async () =>
        /rdb_changes_since_last_save:(\d+)/.exec(String(await server.send('INFO')))?.[1]
      const before = await dirty()
      for (let at = 0; at < 5; at++) await source.read('john', NO_BEAT, signal)
      expect(await dirty()).toBe(before)
    })

    it('is refused by a master that has lost its replicas, and so is a write', async () => {
      const source = open()
      await source.write([cut('john', 1)], undefined, signal)
      await server.send('CONFIG', 'SET', 'min-replicas-to-write', '1')
      onTestFinished(async () => void (await server.send('CONFIG', 'SET', 'min-replicas-to-write', '0')))
      await expect(source.read('john', NO_BEAT, signal)).rejects.toThrow('NOREPLICAS')
      await expect(source.write([cut('john', 3)], undefined, signal)).rejects.toThrow('NOREPLICAS')
      await server.send('CONFIG', 'SET', 'min-replicas-to-write', '0')
      const { states } = await source.read('john', NO_BEAT, signal)
      expect(states[0]?.user).toEqual({ version: 1, value: NOW })
    })

    it('is refused by a replica', async () => {
      const source = open()
      await source.write([cut('john', 1)], undefined, signal)
      const replica = await startRedis(String(program), '--replicaof', '127.0.0.1', String(server.port))
      onTestFinished(() => replica.remove())
      const isCopied = () => replica.send('EXISTS', keyOf('state'))
      await expect.poll(isCopied, { timeout: 10_000 }).toBe(1)
      const reader = sourceAt(replica.url, namespace)
      onTestFinished(() => reader.close?.())
      await expect(reader.read('john', NO_BEAT, signal)).rejects.toThrow('READONLY')
    })

    it('refuses data of a later version', async () => {
      const source = open()
      await source.read('john', NO_BEAT, signal)
      await server.send('HSET', keyOf('state'), 'format', '2')
      await expect(source.read('john', NO_BEAT, signal)).rejects.toThrow('later version')
      await expect(source.write([cut('john', 1)], undefined, signal)).rejects.toThrow('later version')
    })
  })

  describe('load', () => {
    it('returns where the log was when the last part was read', async () => {
      const source = open()
      await source.write([cut('john', 1)], undefined, signal)
      const snapshot = await source.load(signal)
      expect(snapshot.last?.()).toEqual(snapshot.position)
      const { position } = await source.write([cut('john', 3)], undefined, signal)
      for await (const _part of snapshot.parts);
      expect(snapshot.last?.()).toEqual(position)
      expect(position.at > snapshot.position.at).toBe(true)
    })

    it('F17: reads all, in parts', async () => {
      const source = open()
      const changes = Array.from({ length: 2500 }, (_, at) => cut(`user_${at}`, 1, at / 1000))
      await source.write([...changes, { app: true, cutoff: { version: 3, value: 5 } }], undefined, signal)
      const parts = await partsOf(source)
      expect(parts.length).toBeGreaterThan(2)
      expect(Math.max(...parts.map(part => part.length))).toBeLessThan(1500)
      const found = new Set(parts.flat().map(change => JSON.stringify(change)))
      for (const change of changes) expect(found).toContain(JSON.stringify(change))
      expect(found).toContain('{"app":true,"cutoff":{"version":3,"value":5}}')
      expect(found.size).toBe(2501)
    })

    it('has the position from before the first part', async () => {
      const source = open()
      const { position } = await source.write([cut('john', 1)], undefined, signal)
      const snapshot = await source.load(signal)
      await source.write([cut('jane', 1)], undefined, signal)
      expect(snapshot).toMatchObject({ position, floor: NOW + 0.3 })
      expect(await follow(source, snapshot.position, 1)).toMatchObject([{ changes: [cut('jane', 1)] }])
    })

    it('rejects if Redis loses its data meanwhile', async () => {
      const source = open()
      await source.write(
        Array.from({ length: 2500 }, (_, at) => cut(`user_${at}`, 1)),
        undefined,
        signal,
      )
      const snapshot = await source.load(signal)
      const parts = snapshot.parts[Symbol.asyncIterator]()
      await parts.next()
      await server.send('DEL', keyOf('state'))
      await source.read('john', NO_BEAT, signal)
      await expect(parts.next()).rejects.toThrow('lost its data')
    })
  })

  describe('tail', () => {
    it('waits for the next entry, and for no longer than it may', async () => {
      const source = open()
      const { position } = await source.read('john', NO_BEAT, signal)
      expect(await source.tail(position, 0.01, signal)).toEqual([])
      expect(await source.tail(position, 0, signal)).toEqual([])
      const waiting = source.tail(position, 60, signal)
      await expect.poll(async () => String(await server.send('CLIENT', 'LIST'))).toMatch(/flags=b/)
      await source.write([cut('john', 1)], undefined, signal)
      expect(await waiting).toMatchObject([{ changes: [cut('john', 1)] }])
    })

    it('closes its connection when it is aborted, and only that one', async () => {
      const source = open()
      const { position } = await source.read('john', NO_BEAT, signal)
      const blocked = async () => String(await server.send('CLIENT', 'LIST')).match(/flags=b/g)?.length ?? 0
      const aborted = new AbortController()
      const waiting = source.tail(position, 60, aborted.signal)
      await expect.poll(blocked).toBe(1)
      const reading = source.read('john', NO_BEAT, signal)
      aborted.abort(new Error('hangs'))
      await expect(waiting).rejects.toThrow('hangs')
      expect((await reading).position).toEqual(position)
      await expect.poll(blocked).toBe(0)
      expect(await source.tail(position, 0.01, signal)).toEqual([])
    })
  })
})

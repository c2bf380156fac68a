import { describe, expect, it } from 'vitest'
import { cut, openFresh, pair, readCopy, startServer, useFor } from './fixture/open-mirror.js'
import { EMPTY } from './fixture/plain-server.js'
import { START } from './fixture/start.js'

describe('createMirror: a server that has lost data', () => {
  it('F10: is refilled when it comes back empty', async () => {
    const opened = await openFresh()
    const { server, store, settled, notices } = opened
    await settled(store.write([cut('john', 1), cut('jane', 2), { app: true, cutoff: pair(1) }]))
    await useFor(opened, 1)
    server.data = EMPTY
    await useFor(opened, 20)
    const floor = expect.any(Number)
    expect(server.read('john', 60).states).toEqual([{ user: pair(1), app: pair(1), floor }])
    expect(server.read('jane', 60).states).toEqual([{ user: pair(2), app: pair(1), floor }])
    expect(notices).toEqual([{ type: 'store_lost_data' }, { type: 'store_refilled', entries: 3 }])
    expect(readCopy(store, 'john')).toEqual({ user: pair(1), app: pair(1), floor })
  })

  it('gets the floor back too', async () => {
    const opened = await openFresh()
    const { server, store } = opened
    const before = server.data
    server.write([], START - 60)
    await useFor(opened, 1)
    server.data = before
    await useFor(opened, 20)
    expect(server.data.hash.floor).toBe(START - 60)
    expect(readCopy(store, undefined)).toEqual({ floor: START - 60 })
  })

  it('F1: is refilled when a replica is promoted that is behind, whatever its clock says', async () => {
    for (const skew of [-3600, 0, 3600]) {
      const opened = await openFresh()
      const { server, store, settled } = opened
      const before = server.data
      await settled(store.write([cut('john', 1)]))
      await useFor(opened, 1)
      server.data = before
      server.skew = skew
      server.write([cut('jane', 1)])
      await useFor(opened, 20)
      expect(server.read('john', 60).states).toEqual([{ user: pair(1) }])
      expect(readCopy(store, 'jane')).toEqual({ user: pair(1) })
    }
  })

  it('F3: gets no revocation back that was undone', async () => {
    const opened = await openFresh()
    const { server, store, settled } = opened
    await settled(store.write([cut('john', 1)]))
    await useFor(opened, 1)
    const backup = server.data
    await settled(store.write([cut('john', 2)]))
    await useFor(opened, 1)
    server.data = backup
    await useFor(opened, 20)
    expect(server.read('john', 60).states).toEqual([{ user: pair(2) }])
  })

  it('is refilled with what only a read has seen', async () => {
    const opened = await openFresh()
    const { server, source, store, settled } = opened
    const before = server.data
    const { tail } = source
    source.tail = () => new Promise(() => {})
    await opened.pass(3.1)
    server.write([cut('john', 1)])
    await settled(store.read('john', { fresh: true }))
    server.data = before
    server.skew = 10
    server.write([cut('jane', 1)])
    source.tail = tail
    await useFor(opened, 10)
    expect(server.read('john', 60).states).toEqual([{ user: pair(1) }])
  })

  it('is not asked less than the copy has while it is refilled', async () => {
    const opened = await openFresh()
    const { server, source, store, settled } = opened
    await settled(store.write([cut('john', 1)]))
    await useFor(opened, 1)
    source.load = () => new Promise(() => {})
    server.data = EMPTY
    const floor = expect.any(Number)
    expect(await settled(store.read('nobody', { fresh: true }))).toEqual({ floor })
    expect(await settled(store.read('john'))).toEqual({ user: pair(1), floor })
  })

  it('is loaded again when the log has a gap, without a notice', async () => {
    const opened = await openFresh()
    const { server, source, store, notices } = opened
    source.state = 'down'
    await opened.pass(3)
    for (const at of [1, 2, 3]) server.write([cut(`user${at}`, 1)])
    server.data.log = { ...server.data.log, entries: server.data.log.entries.slice(-1) }
    source.state = 'up'
    await useFor(opened, 3)
    expect(readCopy(store, 'user1')).toEqual({ user: pair(1) })
    expect(source.calls.load).toBe(2)
    expect(notices).toEqual([])
  })

  it('is noticed in the log: another epoch', async () => {
    const opened = await openFresh()
    const { server, source, store, settled, notices } = opened
    await settled(store.write([cut('john', 1)]))
    await useFor(opened, 1)
    const { read } = source
    source.read = () => new Promise(() => {})
    server.data = { ...server.data, log: EMPTY.log }
    server.write([cut('jane', 1)])
    await useFor(opened, 1)
    expect(() => readCopy(store, 'jane')).toThrow('asked its server')
    source.read = read
    await useFor(opened, 3)
    expect(readCopy(store, 'jane')).toEqual({ user: pair(1), floor: expect.any(Number) })
    expect(notices.map(({ type }) => type)).not.toContain('store_refilled')
  })

  it('is refilled in batches', async () => {
    const on = startServer()
    const users = Array.from({ length: 1200 }, (_, at) => cut(`user${at}`, 1))
    on.server.write(users)
    const opened = await openFresh({}, on)
    await opened.pass(2)
    const { server, source, store, notices } = opened
    expect(store.gauges().entries).toBe(1200)
    server.data = EMPTY
    await useFor(opened, 25)
    expect(source.calls.write).toBe(3)
    expect(notices).toContainEqual({ type: 'store_refilled', entries: 1200 })
    expect(server.data.hash.pairs.size).toBe(1200)
  })
})

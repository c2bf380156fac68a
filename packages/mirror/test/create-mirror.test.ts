import { describe, expect, it } from 'vitest'
import { cut, openFresh, openMirror, pair, readCopy, startServer, useFor } from './fixture/open-mirror.js'
import { START } from './fixture/start.js'

describe('createMirror: reads', () => {
  it('asks the server at the first check, and does not wait for the load', async () => {
    const { server, source, store, settled, time } = openMirror()
    server.write([cut('john', 1), { app: true, cutoff: pair(1) }])
    source.load = () => new Promise(() => {})
    expect(source.calls).toMatchObject({ read: 0, load: 0, tail: 0 })
    expect(await settled(store.read('john'))).toEqual({ user: pair(1), app: pair(1) })
    expect(time.now()).toBeLessThan(0.005)
  })

  it('reads the copy synchronously once it is loaded', async () => {
    const on = startServer()
    on.server.write([cut('john', 1), { userId: 'jane', block: pair(1, 'forever') }])
    const { source, store } = await openFresh({}, on)
    const { read } = source.calls
    expect(readCopy(store, 'john')).toEqual({ user: pair(1) })
    expect(readCopy(store, 'jane')).toEqual({ block: pair(1, 'forever') })
    expect(readCopy(store, undefined)).toEqual({})
    expect(source.calls.read).toBe(read)
  })

  it('follows what other processes write', async () => {
    const { server, store, pass } = await openFresh()
    server.write([cut('john', 1), { app: true, cutoff: pair(3) }], START - 60)
    await pass(0.01)
    expect(readCopy(store, 'john')).toEqual({ user: pair(1), app: pair(3), floor: START - 60 })
  })

  it('asks the server for a fresh read, and merges the result with the copy', async () => {
    const { server, source, store, settled } = await openFresh()
    source.tail = () => new Promise(() => {})
    server.write([cut('john', 3)])
    expect(readCopy(store, 'john')).toEqual({})
    expect(await settled(store.read('john', { fresh: true }))).toEqual({ user: pair(3) })
    expect(readCopy(store, 'john')).toEqual({ user: pair(3) })
  })

  it('rejects a fresh read if the server does not respond', async () => {
    const { source, store, settled } = await openFresh()
    source.state = 'down'
    await expect(settled(store.read('john', { fresh: true }))).rejects.toThrow('refused')
  })

  it('never takes back what it has seen', async () => {
    const { source, store, settled, server } = await openFresh()
    await settled(store.write([cut('john', 3)]))
    source.read = async () => ({ states: [{ user: pair(1) }], position: server.position() })
    expect(await store.read('john', { fresh: true })).toEqual({ user: pair(3) })
  })

  it('rejects what is no state', async () => {
    const { source, store, settled, server } = await openFresh()
    source.read = async () => ({ states: [{ revoked: true } as object], position: server.position() })
    await expect(settled(store.read('john', { fresh: true }))).rejects.toThrow('list of states')
    source.read = async () => ({ states: [], position: server.position() })
    await expect(settled(store.read('john', { fresh: true }))).rejects.toThrow('list of states')
  })
})

describe('createMirror: writes', () => {
  it('shows a write before it resolves', async () => {
    const { source, store, settled } = await openFresh()
    source.tail = () => new Promise(() => {})
    const states = await settled(store.write([cut('john', 1), { app: true, cutoff: pair(1) }]))
    expect(states).toEqual([{ user: pair(1), app: pair(1) }, { app: pair(1) }])
    expect(readCopy(store, 'john')).toEqual({ user: pair(1), app: pair(1) })
  })

  it('rejects if the server does not respond', async () => {
    const { source, store, pass } = await openFresh()
    source.state = 'hung'
    const writing = store.write([cut('john', 1)])
    const outcome = expect(writing).rejects.toThrow('within 10 s')
    await pass(11)
    await outcome
  })

  it('aborts a call that takes too long', async () => {
    const { source, store, pass } = await openFresh()
    let signal: AbortSignal | undefined
    source.write = (_changes, _floor, given) => {
      signal = given
      return new Promise(() => {})
    }
    store.write([cut('john', 1)]).catch(() => {})
    await pass(9)
    expect(signal?.aborted).toBe(false)
    await pass(2)
    expect(signal?.aborted).toBe(true)
  })
})

describe('createMirror: a server that does not respond', () => {
  it('uses the copy for half of maxStale, then asks the server, then refuses', async () => {
    const opened = await openFresh({ maxStale: 60 })
    const { source, store, pass, settled, notices } = opened
    await settled(store.write([cut('john', 1)]))
    source.state = 'down'
    await useFor(opened, 29)
    expect(readCopy(store, 'john')).toEqual({ user: pair(1) })
    expect(notices).toEqual([])
    await pass(3)
    const { read } = source.calls
    expect(await settled(store.read('john'))).toEqual({ user: pair(1) })
    expect(source.calls.read).toBeGreaterThan(read)
    expect(notices).toEqual([{ type: 'store_is_stale' }])
    await useFor(opened, 30)
    await expect(settled(Promise.resolve().then(() => store.read('john')))).rejects.toThrow('recent enough')
    source.state = 'up'
    await useFor(opened, 3)
    expect(readCopy(store, 'john')).toEqual({ user: pair(1) })
    expect(notices).toEqual([{ type: 'store_is_stale' }, { type: 'store_is_fresh' }])
  })

  it('F15: outlasts by default the half minute in which sentinels find out', async () => {
    const opened = await openFresh()
    const { source, store, settled } = opened
    await settled(store.write([cut('john', 1)]))
    source.state = 'down'
    for (let second = 0; second < 45; second += 5) {
      await useFor(opened, 5)
      expect(await settled(store.read('john'))).toEqual({ user: pair(1) })
    }
  })

  it('does not ask again for a second after a failure', async () => {
    const opened = await openFresh({ maxStale: 60 })
    const { source, store, settled } = opened
    source.state = 'down'
    await useFor(opened, 35)
    await settled(store.read('john'))
    const { read } = source.calls
    for (let check = 0; check < 100; check++) expect(readCopy(store, 'john')).toEqual({})
    expect(source.calls.read).toBe(read)
  })

  it('waits for a hung server for readTimeout alone', async () => {
    const opened = await openFresh({ maxStale: 60, readTimeout: 0.3 })
    const { source, store, settled, time } = opened
    source.state = 'hung'
    await useFor(opened, 30)
    await opened.pass(2)
    const before = time.now()
    expect(await settled(store.read('john'))).toEqual({})
    expect(time.now() - before).toBeCloseTo(0.3, 1)
  })

  it('refuses if it has never had a copy', async () => {
    const { source, store, settled } = openMirror()
    source.state = 'down'
    await expect(settled(store.read('john'))).rejects.toThrow('does not respond')
    expect(() => store.read('john')).toThrow('does not respond')
  })

  it('is stale after a freeze that only the wall clock shows, also if that was set back before', async () => {
    const opened = await openFresh({ maxStale: 60 })
    const { source, store, settled } = opened
    source.state = 'down'
    opened.ahead = -3600
    readCopy(store, 'john')
    opened.ahead += 100
    await expect(settled(Promise.resolve().then(() => store.read('john')))).rejects.toThrow('recent enough')
  })

  it('gives a hung tail up, and follows the log again', async () => {
    const opened = await openFresh()
    const { source, server, store, pass } = opened
    source.state = 'hung'
    await pass(1)
    server.write([cut('john', 1)])
    await pass(1)
    source.state = 'up'
    await useFor(opened, 3)
    expect(readCopy(store, 'john')).toEqual({ user: pair(1) })
  })
})

describe('createMirror: proofs', () => {
  it('F2: asks for one in time, and lets the server append an entry at most each third of maxStale', async () => {
    const opened = await openFresh({ maxStale: 60 })
    const { source, server, store, notices } = opened
    const { read } = source.calls
    const entries = server.data.log.entries.length
    await useFor(opened, 600)
    expect(store.gauges().age).toBeLessThan(16)
    expect(source.calls.read - read).toBeLessThanOrEqual(600 / 12)
    expect(server.data.log.entries.length - entries).toBeLessThanOrEqual(30)
    expect(notices).toEqual([])
  })

  it('does not take an empty log for one', async () => {
    const opened = await openFresh({ maxStale: 60 })
    const { source, store } = opened
    source.tail = async () => []
    source.read = async () => {
      throw new Error('refused')
    }
    await useFor(opened, 35)
    expect(store.gauges().age).toBeGreaterThan(30)
  })

  it('ends when nobody checks, and goes on at the next check', async () => {
    const opened = await openFresh({ maxStale: 60 })
    const { source, server, store, pass, settled, time, notices } = opened
    await pass(120)
    expect(time.timers()).toBe(0)
    const { tail, read } = source.calls
    await pass(1000)
    expect(source.calls).toMatchObject({ tail, read })
    server.write([cut('john', 1)])
    expect(await settled(store.read('john'))).toEqual({ user: pair(1) })
    await pass(0.5)
    expect(readCopy(store, 'john')).toEqual({ user: pair(1) })
    expect(source.calls.load).toBe(1)
    expect(notices).toEqual([])
  })
})

describe('createMirror: its life', () => {
  it('opens and closes the source, and reads no more', async () => {
    const { store, source, time } = await openFresh()
    await store.close()
    await store.close()
    expect(source.calls.close).toBe(1)
    await time.runUntil(time.now() + 10)
    expect(() => store.read('john')).toThrow('closed')
    await expect(store.write([])).rejects.toThrow('closed')
  })

  it('rejects what is under way when it is closed', async () => {
    const { store, source } = await openFresh()
    source.state = 'hung'
    const reading = store.read('john', { fresh: true })
    const outcome = expect(reading).rejects.toThrow('closed')
    await store.close()
    await outcome
  })

  it('has the name of its source', () => {
    expect(openMirror().store.name).toBe('plain')
  })

  it('says what it is doing', async () => {
    const { store, settled, pass } = openMirror()
    expect(store.gauges()).toEqual({ entries: 0, pending: 0, dirty: 0, age: undefined })
    await settled(store.write([cut('john', 1), { userId: 'john', block: pair(1) }]))
    await pass(0.2)
    expect(store.gauges()).toEqual({ entries: 2, pending: 0, dirty: 0, age: expect.any(Number) })
  })
})

import { describe, expect, it } from 'vitest'
import { cut, openFresh, openMirror, pair, readCopy, startServer, useFor } from './fixture/open-mirror.js'

describe('createMirror: direct mode', () => {
  it('asks the server at each check, and loads nothing', async () => {
    const { server, source, store, settled, time } = openMirror({ mode: 'direct' })
    server.write([cut('john', 1)])
    for (const at of [1, 2, 3]) {
      expect(await settled(store.read('john'))).toEqual({ user: pair(1) })
      expect(source.calls).toMatchObject({ read: at, load: 0, tail: 0 })
    }
    expect(store.gauges()).toEqual({ entries: 0, pending: 0, dirty: 0, age: undefined })
    expect(time.timers()).toBe(0)
  })

  it('rejects if the server does not respond', async () => {
    const { source, store, settled } = openMirror({ mode: 'direct' })
    source.state = 'down'
    await expect(settled(store.read('john'))).rejects.toThrow('refused')
  })

  it('uses a response for cacheFor seconds', async () => {
    const { server, source, store, settled, pass } = openMirror({ mode: 'direct', cacheFor: 5 })
    await settled(store.read('john'))
    server.write([cut('john', 1)])
    await pass(4)
    expect(readCopy(store, 'john')).toEqual({})
    expect(source.calls.read).toBe(1)
    await pass(1)
    expect(await settled(store.read('john'))).toEqual({ user: pair(1) })
    expect(source.calls.read).toBe(2)
  })

  it('shows its own writes and fresh reads at once, and what holds for all', async () => {
    const { server, store, settled } = openMirror({ mode: 'direct', cacheFor: 5 })
    await settled(store.read('john'))
    await settled(store.read('jane'))
    await settled(store.write([cut('john', 1), { app: true, cutoff: pair(1) }]))
    expect(readCopy(store, 'john')).toEqual({ user: pair(1), app: pair(1) })
    expect(readCopy(store, 'jane')).toEqual({ app: pair(1) })
    server.write([cut('john', 2)])
    await settled(store.read('john', { fresh: true }))
    expect(readCopy(store, 'john')).toEqual({ user: pair(2), app: pair(1) })
  })

  it('keeps a bounded number of responses', async () => {
    const { source, store, settled } = openMirror({ mode: 'direct', cacheFor: 60 })
    await settled(store.read('first'))
    await settled(Promise.all(Array.from({ length: 10_000 }, (_, at) => store.read(`user${at}`))))
    const { read } = source.calls
    await settled(store.read('first'))
    expect(source.calls.read).toBe(read + 1)
  })
})

describe('createMirror: maxEntries', () => {
  const opened = async (entries: number, maxEntries: number) => {
    const on = startServer()
    on.server.write([{ app: true, cutoff: pair(3) }], 1)
    on.server.write(Array.from({ length: entries }, (_, at) => cut(`user${at}`, 1)))
    return openFresh({ maxEntries }, on)
  }

  it('is direct if the server has more', async () => {
    const one = await opened(11, 10)
    const { server, source, store, notices, settled } = one
    expect(notices).toEqual([{ type: 'store_too_large', entries: 10 }])
    expect(store.gauges().entries).toBe(0)
    server.write([cut('user0', 3)])
    expect(await settled(store.read('user0'))).toEqual({ user: pair(3), app: pair(3), floor: 1 })
    const { tail } = source.calls
    await useFor(one, 20)
    expect(source.calls.tail).toBe(tail)
  })

  it('drops the copy when it grows beyond it', async () => {
    const one = await opened(10, 10)
    const { server, store, notices } = one
    expect(notices).toEqual([])
    expect(readCopy(store, 'user0')).toEqual({ user: pair(1), app: pair(3), floor: 1 })
    server.write([cut('jane', 1)])
    await useFor(one, 3)
    expect(notices).toEqual([{ type: 'store_too_large', entries: 10 }])
    expect(store.gauges().entries).toBe(0)
  })
})

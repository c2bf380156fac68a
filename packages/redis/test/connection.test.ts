import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createConnection } from '../src/connection.js'
import type { Link } from '../src/link.js'

/** Waits until everything has happened that needs no time. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await null
}

/** A server in which each call waits for `settle`. */
function server({
  connect = (): Promise<unknown> => Promise.resolve(),
  patience = Number.POSITIVE_INFINITY,
} = {}) {
  const links: { destroyed: boolean; readonly onError: (error: unknown) => void }[] = []
  const calls: { readonly name: string; readonly settle: (error?: Error) => void }[] = []
  const connection = createConnection(onError => {
    const state = { destroyed: false, onError }
    links.push(state)
    const run = (name: string) =>
      new Promise<unknown>((resolve, reject) => {
        calls.push({ name, settle: error => (error === undefined ? resolve(name) : reject(error)) })
      })
    const link: Link = {
      connect,
      run,
      follow: run,
      destroy: () => {
        state.destroyed = true
      },
    }
    return link
  }, patience)
  const call = (name: string, signal = new AbortController().signal) =>
    connection.use(link => link.run(name, [], []), signal)
  const callAt = async (at: number) => {
    await settled()
    expect(calls.length).toBeGreaterThan(at)
    return calls[at]
  }
  return { links, call, callAt, connection }
}

describe('createConnection', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('connects on the first call, and once', async () => {
    const { links, call, callAt } = server()
    expect(links).toHaveLength(0)
    const results = Promise.all([call('one'), call('two')])
    for (const at of [0, 1]) (await callAt(at))?.settle()
    expect(await results).toEqual(['one', 'two'])
    expect(links).toHaveLength(1)
  })

  it('opens another link after a call that failed', async () => {
    const { links, call, callAt } = server()
    const failed = call('one')
    ;(await callAt(0))?.settle(new Error('READONLY'))
    await expect(failed).rejects.toThrow('READONLY')
    await settled()
    expect(links[0]?.destroyed).toBe(true)
    const next = call('two')
    ;(await callAt(1))?.settle()
    expect(await next).toBe('two')
    expect(links).toHaveLength(2)
  })

  it('rejects all calls as soon as the link reports an error', async () => {
    const { links, call, callAt } = server()
    const pending = [call('one'), call('two')]
    await callAt(1)
    links[0]?.onError(new Error('gone'))
    for (const one of pending) await expect(one).rejects.toThrow('gone')
    expect(links[0]?.destroyed).toBe(true)
  })

  it('rejects, and tries again later, if it cannot connect', async () => {
    const { links, call } = server({
      connect: async () => {
        throw new Error('refused')
      },
    })
    await expect(call('one')).rejects.toThrow('refused')
    await expect(call('two')).rejects.toThrow('refused')
    expect(links.map(({ destroyed }) => destroyed)).toEqual([true, true])
  })

  it.each([
    ['the server', {}],
    ['the connection', { connect: () => new Promise(() => {}) }],
  ])('destroys the link of an aborted call if %s hangs', async (_, options) => {
    const { links, call } = server(options)
    const hanging = new AbortController()
    const pending = call('one', hanging.signal)
    await settled()
    expect(links).toHaveLength(1)
    hanging.abort(new Error('late'))
    await expect(pending).rejects.toThrow('late')
    await settled()
    expect(links[0]?.destroyed).toBe(true)
  })

  it('keeps the link of an aborted call if the server has returned something since', async () => {
    const { links, call, callAt } = server()
    const slow = new AbortController()
    const pending = call('one', slow.signal)
    await vi.advanceTimersByTimeAsync(10)
    const other = call('two')
    ;(await callAt(1))?.settle()
    await other
    slow.abort(new Error('late'))
    await expect(pending).rejects.toThrow('late')
    const next = call('three')
    ;(await callAt(2))?.settle()
    expect(await next).toBe('three')
    expect(links.map(({ destroyed }) => destroyed)).toEqual([false])
  })

  it('repeats calls on another link if nothing returns, and destroys the first one when they have their outcome', async () => {
    const { links, call, callAt } = server({ patience: 1 })
    const slow = [call('one'), call('two')]
    await vi.advanceTimersByTimeAsync(1020)
    // The calls after the first two are their repetitions.
    ;(await callAt(2))?.settle()
    expect(await slow[0]).toBe('one')
    await settled()
    expect(links.map(({ destroyed }) => destroyed)).toEqual([false, false])
    ;(await callAt(3))?.settle()
    expect(await slow[1]).toBe('two')
    await settled()
    expect(links.map(({ destroyed }) => destroyed)).toEqual([true, false])
  })

  it('takes a late outcome of the first link, and keeps the other one', async () => {
    const { links, call, callAt } = server({ patience: 1 })
    const slow = call('one')
    await vi.advanceTimersByTimeAsync(1020)
    ;(await callAt(0))?.settle()
    expect(await slow).toBe('one')
    const next = call('two')
    ;(await callAt(2))?.settle()
    expect(await next).toBe('two')
    expect(links.map(({ destroyed }) => destroyed)).toEqual([true, false])
  })

  it('rejects a call if its repetition fails: the server is gone', async () => {
    const { call, callAt } = server({ patience: 1 })
    const slow = call('one')
    await vi.advanceTimersByTimeAsync(1020)
    ;(await callAt(1))?.settle(new Error('refused'))
    await expect(slow).rejects.toThrow('refused')
  })

  it('keeps a link on which something returns', async () => {
    const { links, call, callAt } = server({ patience: 1 })
    const slow = call('slow')
    for (let at = 1; at <= 5; at++) {
      const quick = call('quick')
      await vi.advanceTimersByTimeAsync(900)
      ;(await callAt(at))?.settle()
      await quick
    }
    ;(await callAt(0))?.settle()
    expect(await slow).toBe('slow')
    expect(links).toHaveLength(1)
  })

  it('keeps a link whose replies this process was too busy to read', async () => {
    const { links, call, callAt } = server({ patience: 1 })
    const slow = [call('one'), call('two')]
    await vi.advanceTimersByTimeAsync(1010)
    ;(await callAt(0))?.settle()
    await vi.advanceTimersByTimeAsync(900)
    ;(await callAt(1))?.settle()
    expect(await Promise.all(slow)).toEqual(['one', 'two'])
    expect(links).toHaveLength(1)
  })

  it('leaves no timer behind', async () => {
    const { call, callAt } = server({ patience: 1 })
    const one = call('one')
    ;(await callAt(0))?.settle()
    await one
    expect(vi.getTimerCount()).toBe(0)
  })

  it('rejects at once if the signal is aborted already, without connecting', async () => {
    const { links, call } = server()
    await expect(call('one', AbortSignal.abort(new Error('late')))).rejects.toThrow('late')
    expect(links).toHaveLength(0)
  })

  it('rejects pending and later calls when it is closed, and can be closed twice', async () => {
    const { links, call, callAt, connection } = server()
    const pending = call('one')
    await callAt(0)
    connection.close()
    connection.close()
    await expect(pending).rejects.toThrow('closed')
    await expect(call('two')).rejects.toThrow('closed')
    expect(links.map(({ destroyed }) => destroyed)).toEqual([true])
  })
})

describe('createConnection: its memory', () => {
  it('does not keep the results of calls, however long the link lives', async () => {
    const link: Link = {
      connect: async () => {},
      run: async () => ({}),
      follow: async () => ({}),
      destroy() {},
    }
    const connection = createConnection(() => link, 1)
    const { signal } = new AbortController()
    const results: WeakRef<object>[] = []
    for (let at = 0; at < 100; at++)
      results.push(new WeakRef(Object(await connection.use(({ run }) => run('', [], []), signal))))
    // What a WeakRef has returned is kept until the event loop goes on.
    await new Promise(resolve => setImmediate(resolve))
    setFlagsFromString('--expose-gc')
    runInNewContext('gc')()
    expect(results.filter(result => result.deref() !== undefined).length).toBeLessThan(10)
  })
})

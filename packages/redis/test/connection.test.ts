import { describe, expect, it } from 'vitest'
import { createConnection } from '../src/connection.js'
import type { Link } from '../src/link.js'

/** A server in which each call waits for `settle`. */
function server(connect: () => Promise<unknown> = async () => {}) {
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
  })
  const call = (name: string, signal = new AbortController().signal) =>
    connection.use(link => link.run(name, [], []), signal)
  const callAt = async (at: number) => {
    await expect.poll(() => calls[at]?.name, { interval: 1 }).toBeDefined()
    return calls[at]
  }
  return { links, call, callAt, connection }
}

describe('createConnection', () => {
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
    await expect.poll(() => links[0]?.destroyed).toBe(true)
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
    const { links, call } = server(async () => {
      throw new Error('refused')
    })
    await expect(call('one')).rejects.toThrow('refused')
    await expect(call('two')).rejects.toThrow('refused')
    expect(links.map(({ destroyed }) => destroyed)).toEqual([true, true])
  })

  it.each([
    ['the server', undefined],
    ['the connection', () => new Promise(() => {})],
  ])('destroys the link of an aborted call if %s hangs', async (_, connect) => {
    const { links, call } = server(connect)
    const hanging = new AbortController()
    const pending = call('one', hanging.signal)
    await expect.poll(() => links.length).toBe(1)
    hanging.abort(new Error('late'))
    await expect(pending).rejects.toThrow('late')
    await expect.poll(() => links[0]?.destroyed).toBe(true)
  })

  it('keeps the link of an aborted call if the server has returned something since', async () => {
    const { links, call, callAt } = server()
    const slow = new AbortController()
    const pending = call('one', slow.signal)
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

import type { ServerResponse } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'

/** Notes what is written to a response from now on; an `end` of nothing is no write. */
function noteWrites(response: ServerResponse, writes: unknown[]): void {
  for (const name of ['write', 'end'] as const) {
    const method = response[name].bind(response) as (...args: unknown[]) => never
    response[name] = (...args: unknown[]) => {
      if (args[0] !== undefined && args[0] !== null && typeof args[0] !== 'function') writes.push(args[0])
      return method(...args)
    }
  }
}

describe.each(koas)('$name: a client that has gone', ({ create }) => {
  it('is not answered: Koa is told not to respond, and nothing is written', async () => {
    const client = new AbortController()
    let tell: (answer: unknown) => void = () => {}
    const told = new Promise(resolve => {
      tell = resolve
    })
    const writes: unknown[] = []
    const stream = streamTokenProvider(async (ctx, { signal }) => {
      const aborted = new Promise(resolve => signal.addEventListener('abort', resolve))
      noteWrites(ctx.res, writes)
      client.abort()
      await aborted
      return 'john'
    }, options)
    const app = create().use(async (ctx, next) => {
      await next()
      tell([ctx.status, ctx.respond])
    })
    const url = await listen(app.use(stream).callback())
    const asked = fetch(`${url}/stream/token`, { method: 'POST', signal: client.signal })
    await expect(asked).rejects.toThrow('aborted')
    expect(await told).toEqual([200, false])
    await setImmediate()
    expect(writes).toEqual([])
  })

  it('is told from one that waits, who gets the whole answer', async () => {
    const writes: unknown[] = []
    const stream = streamTokenProvider(ctx => {
      noteWrites(ctx.res, writes)
      return 'john'
    }, options)
    const url = await listen(create().use(stream).callback())
    const response = await fetch(`${url}/stream/token`, { method: 'POST' })
    expect(writes).toEqual([await response.text()])
  })
})

import type { ServerResponse } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'

/** Records all later writes to a response; an `end` without data does not count. */
function recordWrites(response: ServerResponse, writes: unknown[]): void {
  for (const name of ['write', 'end'] as const) {
    const method = response[name].bind(response) as (...args: unknown[]) => never
    response[name] = (...args: unknown[]) => {
      if (args[0] !== undefined && args[0] !== null && typeof args[0] !== 'function') writes.push(args[0])
      return method(...args)
    }
  }
}

describe.each(koas)('$name: writeContext', ({ create }) => {
  it('makes Koa write nothing if the client has disconnected', async () => {
    const client = new AbortController()
    let notify: (result: unknown) => void = () => {}
    const notified = new Promise(resolve => {
      notify = resolve
    })
    const writes: unknown[] = []
    const stream = streamTokenProvider(async (ctx, { signal }) => {
      const aborted = new Promise(resolve => signal.addEventListener('abort', resolve))
      recordWrites(ctx.res, writes)
      client.abort()
      await aborted
      return 'john'
    }, options)
    const app = create().use(async (ctx, next) => {
      await next()
      notify([ctx.status, ctx.respond])
    })
    const url = await listen(app.use(stream).callback())
    const response = fetch(`${url}/stream/token`, { method: 'POST', signal: client.signal })
    await expect(response).rejects.toThrow('aborted')
    expect(await notified).toEqual([200, false])
    await setImmediate()
    expect(writes).toEqual([])
  })

  it('makes Koa write the whole response if the client is still connected', async () => {
    const writes: unknown[] = []
    const stream = streamTokenProvider(ctx => {
      recordWrites(ctx.res, writes)
      return 'john'
    }, options)
    const url = await listen(create().use(stream).callback())
    const response = await fetch(`${url}/stream/token`, { method: 'POST' })
    expect(writes).toEqual([await response.text()])
  })
})

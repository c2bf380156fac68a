import type Koa from 'koa'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider, type TokenProviderOptions } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'

/** Creates a limiter that lets each key pass once a minute. */
function oncePerMinute(): NonNullable<TokenProviderOptions['rateLimit']> {
  const seen = new Set<string>()
  return {
    consume: key =>
      seen.has(key) ? Promise.reject({ msBeforeNext: 60_000 }) : Promise.resolve(seen.add(key)),
  }
}

/** Returns status and Retry-After of requests with these X-Forwarded-For values, each from a new user. */
async function responses(app: Koa, forwarded: readonly string[]): Promise<readonly unknown[]> {
  let users = 0
  const rateLimit = oncePerMinute()
  const stream = streamTokenProvider(() => `user-${users++}`, { ...options, rateLimit })
  const url = `${await listen(app.use(stream).callback())}/stream/token`
  const all: unknown[] = []
  for (const addresses of forwarded) {
    const { status, headers } = await fetch(url, {
      method: 'POST',
      headers: { 'x-forwarded-for': addresses },
    })
    all.push([status, headers.get('retry-after')])
  }
  return all
}

describe.each(koas)('$name: rateLimit', ({ create }) => {
  it('uses the address of the socket and ignores X-Forwarded-For', async () => {
    expect(await responses(create(), ['192.0.2.1', '192.0.2.2'])).toEqual([
      [200, null],
      [429, '60'],
    ])
  })

  it('uses the address that a trusted proxy adds, not one that the client invented', async () => {
    const app = Object.assign(create(), { proxy: true, maxIpsCount: 1 })
    expect(await responses(app, ['192.0.2.1', '192.0.2.2', '198.51.100.7, 192.0.2.1'])).toEqual([
      [200, null],
      [200, null],
      [429, '60'],
    ])
  })
})

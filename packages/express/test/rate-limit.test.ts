import connect from 'connect'
import express, { type Express } from 'express'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'

/** An app that allows one token per address, with a new user for each request. */
function createApp(app: Express): Express {
  let users = 0
  const rateLimit = new RateLimiterMemory({ points: 1, duration: 60 })
  return app.use(streamTokenProvider(() => `user-${users++}`, { ...options, rateLimit }))
}

/** Returns the statuses of requests that name these addresses in X-Forwarded-For. */
async function statuses(app: Express, addresses: readonly string[]): Promise<readonly number[]> {
  const url = `${await listen(createApp(app))}/stream/token`
  const all: number[] = []
  for (const address of addresses) {
    const response = await fetch(url, { method: 'POST', headers: { 'x-forwarded-for': address } })
    all.push(response.status)
  }
  return all
}

describe('rateLimit', () => {
  it('uses the address of the socket and ignores X-Forwarded-For', async () => {
    expect(await statuses(express(), ['192.0.2.1', '192.0.2.2'])).toEqual([200, 429])
  })

  it('uses the address of the socket on Connect, which has no req.ip', async () => {
    const rateLimit = new RateLimiterMemory({ points: 1, duration: 60 })
    let users = 0
    const stream = streamTokenProvider(() => `user-${users++}`, { ...options, rateLimit })
    const url = `${await listen(connect().use(stream))}/stream/token`
    const send = async () => (await fetch(url, { method: 'POST' })).status
    expect([await send(), await send()]).toEqual([200, 429])
  })

  it('uses the address that a trusted proxy forwards, and groups IPv6 addresses by /64', async () => {
    const app = express().set('trust proxy', 'loopback')
    const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.1', '2001:db8::1', '2001:db8::2', '2001:db8:0:1::1']
    expect(await statuses(app, addresses)).toEqual([200, 200, 429, 200, 429, 200])
  })

  it('sends Retry-After to the pages of an allowed origin', async () => {
    const origin = 'https://app.example'
    const rateLimit = new RateLimiterMemory({ points: 1, duration: 60 })
    const stream = streamTokenProvider(() => 'john', { ...options, rateLimit, allowedOrigins: [origin] })
    const url = `${await listen(express().use(stream))}/stream/token`
    const send = () => fetch(url, { method: 'POST', headers: { origin } })
    expect((await send()).status).toBe(200)
    const { status, headers } = await send()
    expect([status, headers.get('retry-after')]).toEqual([429, '60'])
    expect(headers.get('access-control-allow-origin')).toBe(origin)
    expect(headers.get('access-control-expose-headers')).toContain('Retry-After')
  })
})

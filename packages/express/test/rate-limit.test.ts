import connect from 'connect'
import express, { type Express } from 'express'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'

/** An app that gives each address one token, and every request another user. */
function createApp(app: Express): Express {
  let users = 0
  const rateLimit = new RateLimiterMemory({ points: 1, duration: 60 })
  return app.use(streamTokenProvider(() => `user-${users++}`, { ...options, rateLimit }))
}

/** The statuses of requests that say to come from these addresses. */
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
  it('counts the address of the socket, whatever X-Forwarded-For says', async () => {
    expect(await statuses(express(), ['192.0.2.1', '192.0.2.2'])).toEqual([200, 429])
  })

  it('counts the address of the socket on Connect, which knows no other', async () => {
    const rateLimit = new RateLimiterMemory({ points: 1, duration: 60 })
    let users = 0
    const stream = streamTokenProvider(() => `user-${users++}`, { ...options, rateLimit })
    const url = `${await listen(connect().use(stream))}/stream/token`
    const ask = async () => (await fetch(url, { method: 'POST' })).status
    expect([await ask(), await ask()]).toEqual([200, 429])
  })

  it('counts the address that a trusted proxy tells, IPv6 by /64', async () => {
    const app = express().set('trust proxy', 'loopback')
    const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.1', '2001:db8::1', '2001:db8::2', '2001:db8:0:1::1']
    expect(await statuses(app, addresses)).toEqual([200, 200, 429, 200, 429, 200])
  })

  it('tells the page of a listed origin how long to wait', async () => {
    const origin = 'https://app.example'
    const rateLimit = new RateLimiterMemory({ points: 1, duration: 60 })
    const stream = streamTokenProvider(() => 'john', { ...options, rateLimit, allowedOrigins: [origin] })
    const url = `${await listen(express().use(stream))}/stream/token`
    const ask = () => fetch(url, { method: 'POST', headers: { origin } })
    expect((await ask()).status).toBe(200)
    const { status, headers } = await ask()
    expect([status, headers.get('retry-after')]).toEqual([429, '60'])
    expect(headers.get('access-control-allow-origin')).toBe(origin)
    expect(headers.get('access-control-expose-headers')).toContain('Retry-After')
  })
})

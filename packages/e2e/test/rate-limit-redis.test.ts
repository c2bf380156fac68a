import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { streamTokenProvider } from '@stream-token/express'
import express from 'express'
import { RateLimiterRedis } from 'rate-limiter-flexible'
import { createClient } from 'redis'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { redisServerPath } from '../src/real-parts.js'

const program = redisServerPath()

/** Starts a Redis server without a port and without persistence. Resolves once it accepts connections. */
async function startRedis(path: string, folder: string): Promise<ChildProcess> {
  const settings = ['--port', '0', '--unixsocket', join(folder, 'redis'), '--save', '', '--dir', folder]
  const redis = spawn(path, settings, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface(redis.stdout)) if (/ready to accept/i.test(line)) break
  expect(redis.exitCode).toBe(null)
  redis.stdout.resume()
  return redis
}

async function stop(redis: ChildProcess): Promise<void> {
  if (redis.exitCode !== null || redis.signalCode !== null) return
  redis.kill('SIGKILL')
  await once(redis, 'exit')
}

describe.runIf(program !== undefined)('rateLimit in Redis', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rate-limit-redis-'))
  let redis: ChildProcess

  beforeAll(async () => {
    redis = await startRedis(String(program), folder)
  })
  afterAll(async () => {
    await stop(redis)
    rmSync(folder, { recursive: true })
  })

  /** Starts one instance of an app. Returns a function that requests a token from it. */
  async function startApp(points: number, keyPrefix: string) {
    const client = createClient({
      disableOfflineQueue: true,
      socket: { path: join(folder, 'redis'), reconnectStrategy: false },
    })
    client.on('error', () => {})
    await client.connect()
    const rateLimit = new RateLimiterRedis({
      storeClient: client,
      useRedisPackage: true,
      keyPrefix,
      points,
      duration: 60,
    })
    const app = express().set('trust proxy', 'loopback')
    app.use(
      streamTokenProvider(req => req.get('x-user') ?? null, {
        apiKey: 'key',
        apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
        streamApi: false,
        rateLimit,
      }),
    )
    const server = createServer(app).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.close()
      server.closeAllConnections()
      client.destroy()
    })
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stream/token`
    const requestToken = (user: string, address: string) =>
      fetch(url, { method: 'POST', headers: { 'x-user': user, 'x-forwarded-for': address } })
    return { requestToken, client }
  }

  it('counts the requests of a user across all instances, and says when to retry', async () => {
    const [one, two] = [await startApp(2, 'shared'), await startApp(2, 'shared')]
    expect((await one.requestToken('john', '192.0.2.1')).status).toBe(200)
    expect((await two.requestToken('john', '192.0.2.2')).status).toBe(200)
    const refused = await one.requestToken('john', '192.0.2.3')
    expect([refused.status, refused.headers.get('ratelimit-limit')]).toEqual([429, '2'])
    const wait = Number(refused.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(60)
    expect(await refused.json()).toMatchObject({ reason: 'rate_limited' })
    expect((await two.requestToken('jane', '192.0.2.4')).status).toBe(200)
  })

  it('uses separate keys for users, IPv6 /64 networks and IPv4 addresses', async () => {
    const { requestToken, client } = await startApp(9, 'keys')
    await requestToken('john', '2001:db8:1:2::5')
    await requestToken('jane', '::ffff:192.0.2.7')
    expect((await client.keys('keys:*')).sort()).toEqual([
      'keys:ip:192.0.2.7',
      'keys:ip:2001:db8:1:2::/64',
      'keys:user:jane',
      'keys:user:john',
    ])
  })

  it('counts every one of concurrent requests', async () => {
    const { requestToken } = await startApp(5, 'burst')
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, at) => requestToken('john', `198.51.100.${at + 1}`)),
    )
    const statuses = responses.map(({ status }) => status)
    expect(statuses.filter(status => status === 200)).toHaveLength(5)
    expect(statuses.filter(status => status === 429)).toHaveLength(15)
  })

  it('responds 503 while Redis is down', async () => {
    const { requestToken } = await startApp(9, 'gone')
    expect((await requestToken('john', '192.0.2.1')).status).toBe(200)
    await stop(redis)
    const refused = await requestToken('john', '192.0.2.1')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await refused.json()).toMatchObject({ reason: 'overloaded' })
  })
})

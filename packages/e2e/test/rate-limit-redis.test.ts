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

/** Starts a Redis of the test's own, on no port and keeping nothing; resolves once it takes connections. */
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

  /** One instance of an app; answers how it is asked for a token. */
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
    const ask = (user: string, address: string) =>
      fetch(url, { method: 'POST', headers: { 'x-user': user, 'x-forwarded-for': address } })
    return { ask, client }
  }

  it('counts a user once for all instances, and says when to come again', async () => {
    const [one, two] = [await startApp(2, 'shared'), await startApp(2, 'shared')]
    expect((await one.ask('john', '192.0.2.1')).status).toBe(200)
    expect((await two.ask('john', '192.0.2.2')).status).toBe(200)
    const refused = await one.ask('john', '192.0.2.3')
    expect([refused.status, refused.headers.get('ratelimit-limit')]).toEqual([429, '2'])
    const wait = Number(refused.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(60)
    expect(await refused.json()).toMatchObject({ reason: 'rate_limited' })
    expect((await two.ask('jane', '192.0.2.4')).status).toBe(200)
  })

  it('keeps addresses by /64 and as IPv4, and users, under their keys', async () => {
    const { ask, client } = await startApp(9, 'keys')
    await ask('john', '2001:db8:1:2::5')
    await ask('jane', '::ffff:192.0.2.7')
    expect((await client.keys('keys:*')).sort()).toEqual([
      'keys:ip:192.0.2.7',
      'keys:ip:2001:db8:1:2::/64',
      'keys:user:jane',
      'keys:user:john',
    ])
  })

  it('counts every one of requests at once', async () => {
    const { ask } = await startApp(5, 'burst')
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => ask('john', `198.51.100.${at + 1}`)),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter(status => status === 200)).toHaveLength(5)
    expect(statuses.filter(status => status === 429)).toHaveLength(15)
  })

  it('lets nobody pass while Redis is gone: 503', async () => {
    const { ask } = await startApp(9, 'gone')
    expect((await ask('john', '192.0.2.1')).status).toBe(200)
    await stop(redis)
    const refused = await ask('john', '192.0.2.1')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await refused.json()).toMatchObject({ reason: 'overloaded' })
  })
})

import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoSettings, runDemo } from '@stream-token/web'
import { startMembers } from './cluster/members.js'
import { onKey } from './cluster/on-key.js'
import { startRedis } from './cluster/redis-program.js'
import { createRoundRobin } from './cluster/round-robin.js'

/** How many processes of the app share one store. */
const PROCESSES = 2

const folder = await mkdtemp(join(tmpdir(), 'stream-token-cluster-'))
const redis = await startRedis(folder)

/** Creates the app: a proxy in front of processes that share nothing but the store. */
async function createCluster({ apiKey, apiSecret, streamUrl }: DemoSettings): Promise<Server> {
  const members = await startMembers(PROCESSES, {
    STREAM_API_KEY: apiKey,
    STREAM_API_SECRET: apiSecret,
    STREAM_URL: streamUrl,
    REVOCATIONS_URL: redis?.url ?? `file:${join(folder, 'revocations.db')}`,
    SESSION_SECRET: process.env.SESSION_SECRET || randomBytes(32).toString('hex'),
  })
  const server = createRoundRobin(members.ports)
  server.once('close', async () => {
    ignoreKeys()
    await members.close()
    await redis?.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  })
  return server
}

async function toggleRedis(): Promise<void> {
  if (redis === undefined) return
  if (redis.isRunning()) await redis.stop()
  else await redis.start()
  console.log(redis.isRunning() ? 'Redis is running.' : 'Redis is stopped.')
}

const ignoreKeys = onKey('r', toggleRedis)
await runDemo(createCluster)
console.log(
  redis === undefined
    ? `${PROCESSES} processes share a SQLite file, because redis-server is not installed.\n`
    : `${PROCESSES} processes share the Redis at ${redis.url}. Press r to stop it, and r again to start it.\n`,
)

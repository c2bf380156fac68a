import { type MirroredStore, redisRevocationStore } from '@stream-token/redis'
import { below } from '../goal.js'
import type { Report } from '../report.js'
import { figure, table } from '../table.js'
import { measureLoad } from './measure-load.js'
import { type RedisServer, startRedis } from './redis-server.js'
import { cutoffOf, idOf, USERS } from './users.js'

/** How many fields one command sets. */
const BATCH = 10_000

/** Measures starts with a Redis of a million cutoffs. */
export async function loadRedis(): Promise<Report> {
  const server = await startRedis()
  try {
    const before = await usedMemory(server)
    await fill(server)
    const size = `${Math.round(((await usedMemory(server)) - before) / USERS)} bytes`
    await server.send(['CONFIG', 'SET', 'slowlog-log-slower-than', '0', 'slowlog-max-len', '100000'])
    const { rows, goals } = await measureLoad(() => openStore(server.url))
    const script = await scriptTime(server)
    return {
      title: `Start with ${USERS.toLocaleString('en')} cutoffs in Redis ${server.version}`,
      table: table(
        ['', ''],
        [
          ...rows,
          ['a script that reads a part of them, p99', `${figure(script)} ms`],
          ['a cutoff in Redis', size],
        ],
      ),
      goals: [...goals, below('a script that reads a part of them', script, 20, 'ms')],
    }
  } finally {
    await server.end()
  }
}

function openStore(url: string): MirroredStore {
  const store = redisRevocationStore({ url })
  store.open?.({ apiKey: 'key', clock: () => Date.now(), notify: () => {} })
  return store
}

/** Lets a store start an epoch, and adds the cutoffs to its hash. */
async function fill({ url, send }: RedisServer): Promise<void> {
  const store = openStore(url)
  await store.read(undefined)
  await store.close()
  for (let from = 0; from < USERS; from += BATCH) {
    const fields = Array.from({ length: BATCH }, (_, at) => [
      `u:${idOf(from + at)}`,
      `1:${cutoffOf(from + at)}`,
    ])
    await send(['HSET', '{key}:state', ...fields.flat()])
  }
}

async function usedMemory({ send }: RedisServer): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(String(await send(['INFO', 'memory'])))?.[1])
}

/** How long a script runs that reads a part, p99 in milliseconds: the longest one shows how busy the machine is. */
async function scriptTime({ send }: RedisServer): Promise<number> {
  const log: unknown = await send(['SLOWLOG', 'GET', '-1'])
  const entries: readonly (readonly unknown[])[] = Array.isArray(log) ? log : []
  const times = entries.flatMap(([, , time, command]) =>
    /^eval/i.test(String(command)) ? [Number(time)] : [],
  )
  times.sort((one, other) => one - other)
  return (times[Math.floor(times.length * 0.99)] ?? Number.NaN) / 1000
}

import { createClient } from '@libsql/client'
import type { MirrorSource } from '@stream-token/mirror'
import { describe, expect, it } from 'vitest'
import { newFiles } from './fixture/new-file.js'
import { openSource, signal } from './fixture/open-source.js'

const USERS = process.env.TEST_FULL === undefined ? 200_000 : 1_000_000

const newFile = newFiles()

/** Creates a file with that many cutoffs. */
async function fill(path: string): Promise<void> {
  const source = openSource(path)
  await source.read(undefined, 20, signal)
  await source.close?.()
  const client = createClient({ url: `file:${path}` })
  await client.execute(
    `with recursive number (at) as (select 0 union all select at + 1 from number where at < ${USERS} - 1)
     insert into stream_token_pair select (select number from stream_token_namespace), 'user_' || at, 1, 1, at from number`,
  )
  client.close()
}

/** Reads all, and returns how many there were and the longest turn of the event loop, in milliseconds of CPU time. */
async function load(source: MirrorSource): Promise<{ users: number; longest: number }> {
  let longest = 0
  let isOver = false
  let last = process.cpuUsage()
  const watch = (): void => {
    const { user, system } = process.cpuUsage(last)
    longest = Math.max(longest, (user + system) / 1000)
    last = process.cpuUsage()
    if (!isOver) setImmediate(watch)
  }
  setImmediate(watch)
  let users = 0
  for await (const part of (await source.load(signal)).parts) users += part.length
  isOver = true
  return { users, longest }
}

describe('loadPairs', () => {
  it(`F16: blocks the event loop for less than 20 ms at a time when it reads ${USERS} pairs`, {
    timeout: 120_000,
  }, async () => {
    const path = newFile()
    await fill(path)
    const source = openSource(path)
    // Other work of this process only adds to the longest turn.
    const loads = [await load(source), await load(source), await load(source)]
    expect(loads.map(({ users }) => users)).toEqual([USERS, USERS, USERS])
    expect(Math.min(...loads.map(({ longest }) => longest))).toBeLessThan(20)
    await source.close?.()
  })

  it('stops when the signal is aborted', async () => {
    const path = newFile()
    const source = openSource(path)
    const changes = Array.from({ length: 3000 }, (_, at) => ({
      userId: `user_${at}`,
      cutoff: { version: 1, value: at },
    }))
    await source.write(changes, undefined, signal)
    const controller = new AbortController()
    const parts = (await source.load(controller.signal)).parts[Symbol.asyncIterator]()
    expect((await parts.next()).value).toHaveLength(1000)
    controller.abort(new Error('enough'))
    await expect(parts.next()).rejects.toThrow('enough')
    await source.close?.()
  })
})

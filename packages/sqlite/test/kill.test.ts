import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createClient } from '@libsql/client'
import { describe, expect, it } from 'vitest'
import { newFiles } from './fixture/new-file.js'
import { openSource, signal } from './fixture/open-source.js'

/** How many files are used, each by as many processes at the same time, all of which are killed. */
const ROUNDS = process.env.TEST_FULL === undefined ? 5 : 250
const PROCESSES = 4

/** The longest time until a process is killed, in milliseconds: of revoking, and from its start. */
const REVOKING = 60
const FROM_START = 400

const newFile = newFiles()
const program = fileURLToPath(new URL('fixture/revoke.mjs', import.meta.url))

/** Starts a process that revokes, kills it at a random moment, and returns how many revocations it had acknowledged. */
async function revokeAndDie(path: string, name: string, isRevoking: boolean): Promise<number> {
  const child = spawn(process.execPath, [program, path, name], { stdio: ['ignore', 'pipe', 'inherit'] })
  const closed = once(child, 'close')
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    printed += text
  })
  if (isRevoking) await Promise.race([once(child.stdout, 'data'), closed])
  setTimeout(() => child.kill('SIGKILL'), Math.random() * (isRevoking ? REVOKING : FROM_START))
  expect(await closed, 'how the process ended').toEqual([null, 'SIGKILL'])
  return printed.split('\n').length - 1
}

/** Opens the file as the next start would, and expects a user's revocations as they were acknowledged. */
async function expectRevocations(path: string, name: string, count: number): Promise<void> {
  const source = openSource(path)
  for (let at = 0; at < count; at++) {
    const { states } = await source.read(`${name}_${at}`, 20, signal)
    expect(states[0], `${name}_${at}`).toMatchObject({
      user: { version: 2 * at + 1, value: 1_700_000_000 + at / 1000 },
      block: { version: 1, value: 'forever' },
    })
  }
  await source.close?.()
}

describe('a process that is killed', () => {
  it(`has lost no revocation that it had acknowledged, ${ROUNDS * PROCESSES} times`, {
    timeout: ROUNDS * 10_000,
  }, async () => {
    let acknowledged = 0
    for (let round = 0; round < ROUNDS; round++) {
      const path = newFile()
      const names = Array.from({ length: PROCESSES }, (_, at) => `user_${at}`)
      // Half of them may die while they create the file.
      const counts = await Promise.all(names.map((name, at) => revokeAndDie(path, name, at % 2 === 0)))
      for (const [at, count] of counts.entries()) {
        await expectRevocations(path, names[at] ?? '', count)
        acknowledged += count
      }
      const client = createClient({ url: `file:${path}` })
      const { rows } = await client.execute('pragma integrity_check')
      expect(rows).toMatchObject([{ integrity_check: 'ok' }])
      client.close()
    }
    expect(acknowledged).toBeGreaterThanOrEqual((ROUNDS * PROCESSES) / 2)
  })
})

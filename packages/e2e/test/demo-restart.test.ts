import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type DemoProgram, startProgram } from '../src/demo-program.js'

const run = promisify(execFile)

/** Fixed, so that a token and a session from before a restart are valid after it. */
const SECRETS = {
  STREAM_API_SECRET: 'a-secret-of-at-least-thirty-two-bytes',
  SESSION_SECRET: 'a-session-key-of-at-least-thirty-two-bytes',
}

/** Makes `import` of libsql fail, as on a system for which it has no binary. */
const WITHOUT_LIBSQL = `--import=data:text/javascript,${encodeURIComponent(`
  import { register } from 'node:module'
  register('data:text/javascript,' + encodeURIComponent(
    'export async function resolve(name, context, next) {' +
    ' if (name === "@libsql/client") throw new Error("there is no binary"); return next(name, context) }'))
`)}`

describe('the Express demo after a restart', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-restart-'))
  const programs: DemoProgram[] = []

  afterEach(async () => {
    for (const program of programs.splice(0)) await program.close()
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  async function start(env: Record<string, string> = {}): Promise<DemoProgram> {
    const program = await startProgram('express-chat', { PORT: '0', ...SECRETS, ...env })
    programs.push(program)
    return program
  }

  const cookieOf = ({ curl }: DemoProgram): string => /Cookie: ([^']+)'/.exec(curl)?.[1] ?? ''

  async function tokenOf({ curl }: DemoProgram): Promise<string> {
    return JSON.parse((await run('sh', ['-c', curl])).stdout).token
  }

  async function statusOf({ url }: DemoProgram, token: string): Promise<number> {
    return (await fetch(`${url}/api/me`, { headers: { Authorization: `Bearer ${token}` } })).status
  }

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'has the revocation and the block from before a %s',
    async signal => {
      const DATA_DIR = join(folder, signal)
      const before = await start({ DATA_DIR })
      const token = await tokenOf(before)
      expect(await statusOf(before, token)).toBe(200)
      const cookie = cookieOf(before)
      for (const body of [{ userIds: ['yuki'] }, { userIds: ['maya'], block: true }]) {
        const response = await fetch(`${before.url}/stream/revocations`, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
        expect(response.status, await response.text()).toBe(200)
      }
      expect(await statusOf(before, token)).toBe(401)
      const exited = once(before.child, 'exit')
      before.child.kill(signal)
      await exited

      const after = await start({ DATA_DIR })
      expect(await statusOf(after, token)).toBe(401)
      expect(await statusOf(after, await tokenOf(after))).toBe(200)
      const maya = await fetch(`${after.url}/stream/revocations/maya`, { headers: { cookie } })
      expect(await maya.json()).toMatchObject({ blockedUntil: 'forever' })
    },
  )

  it('starts without SQLite, and says that it keeps revocations in memory', async () => {
    const DATA_DIR = join(folder, 'none')
    const program = await start({ DATA_DIR, NODE_OPTIONS: WITHOUT_LIBSQL })
    expect(program.printed).toContain('This demo keeps revocations in memory')
    expect(program.printed).toContain('there is no binary')
    expect(await statusOf(program, await tokenOf(program))).toBe(200)
    expect(existsSync(DATA_DIR)).toBe(false)
  })
})

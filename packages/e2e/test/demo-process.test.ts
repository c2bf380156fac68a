import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'

const app = dirname(createRequire(import.meta.url).resolve('express-chat/package.json'))
const run = promisify(execFile)

interface Running {
  readonly child: ChildProcess
  readonly url: string
  readonly curl: string
  readonly printed: string
}

describe('the demo as a program', { timeout: 30_000 }, () => {
  const children: ChildProcess[] = []

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })

  /** Starts the demo as `npm start` does, and reads what it prints until it has printed it all. */
  async function start(env: Record<string, string>): Promise<Running> {
    const child = spawn(process.execPath, [join(app, 'dist/main.js')], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(child)
    let printed = ''
    for await (const chunk of child.stdout) {
      printed += String(chunk)
      const url = /^http:\S+$/m.exec(printed)?.[0]
      const curl = /^curl .+$/m.exec(printed)?.[0]
      if (url !== undefined && curl !== undefined) return { child, url, curl, printed }
    }
    throw new Error(`The demo ended early; it printed: ${printed}`)
  }

  it('prints one curl line that answers a token, and nothing but JSON', async () => {
    const { url, curl } = await start({ PORT: '0' })
    expect(curl).toContain(`curl -s -X POST ${url}/stream/token -H 'Cookie: `)
    const { stdout, stderr } = await run('sh', ['-c', curl])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      userId: 'yuki',
      apiKey: 'demo-key',
      expiresAt: expect.any(Number),
      expiresIn: 3600,
    })
  })

  it('takes the id from the session, whatever else the request says', async () => {
    const { url, curl } = await start({ PORT: '0' })
    const cookie = /Cookie: ([^']+)'/.exec(curl)?.[1] ?? ''
    const ask = (headers: Record<string, string>): Promise<Response> =>
      fetch(`${url}/stream/token?user_id=maya&user=maya`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-User': 'maya', ...headers },
        body: JSON.stringify({ user: 'maya', userId: 'maya', user_id: 'maya', id: 'maya', expiresIn: 1e9 }),
      })
    expect(await (await ask({ cookie })).json()).toMatchObject({ userId: 'yuki', expiresIn: 3600 })
    expect((await ask({ cookie: cookie.replace('session.sig=', 'session.sig=x') })).status).toBe(401)
    expect((await ask({})).status).toBe(401)
  })

  it('prints neither the secret nor the session’s key, and takes the secret that it is given', async () => {
    const secret = 'a-secret-of-at-least-thirty-two-bytes'
    const { printed, curl } = await start({
      PORT: '0',
      STREAM_API_SECRET: secret,
      SESSION_SECRET: 'session-key',
    })
    expect(printed).not.toContain(secret)
    expect(printed).not.toContain('session-key')
    const answer: { token: string } = JSON.parse((await run('sh', ['-c', curl])).stdout)
    const [header, payload, signature] = answer.token.split('.')
    const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')
    expect(signature).toBe(expected)
  })

  it('gives way to who has the port already', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    const { url } = await start({ PORT: port })
    other.close()
    expect(new URL(url).port).not.toBe(port)
    expect((await fetch(url)).status).toBe(200)
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('stops cleanly on %s, with connections open', async signal => {
    const { child, url } = await start({ PORT: '0' })
    expect((await fetch(url)).status).toBe(200)
    const exited = once(child, 'exit')
    child.kill(signal)
    expect(await exited).toEqual([0, null])
  })
})

import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { type DemoProgram, startProgram } from '../src/demo-program.js'

const run = promisify(execFile)
const apps = ['express-chat', 'koa-chat', 'next-chat'] as const

describe('the demo as a program', { timeout: 30_000 }, () => {
  const programs: DemoProgram[] = []

  afterEach(async () => {
    for (const program of programs.splice(0)) await program.close()
  })

  async function start(app: string, env?: Record<string, string>): Promise<DemoProgram> {
    const program = await startProgram(app, env)
    programs.push(program)
    return program
  }

  it('prints a curl line whose output is a token as JSON, and nothing else', async () => {
    const { url, curl } = await start('express-chat')
    expect(curl).toContain(`curl -s -X POST ${url}/stream/token -H 'Cookie: `)
    const { stdout, stderr } = await run('sh', ['-c', curl])
    expect(stderr).toBe('')
    // The prompt of the shell starts on a line of its own.
    expect(stdout).toMatch(/^\{.+\}\n$/)
    expect(JSON.parse(stdout)).toEqual({
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      userId: 'yuki',
      apiKey: 'demo-key',
      expiresAt: expect.any(Number),
      expiresIn: 3600,
    })
  })

  it('takes the user id from the session only', async () => {
    const { url, curl } = await start('express-chat')
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

  it.each(apps)('uses the secret from the environment, and does not print it: %s', async app => {
    const secret = 'a-secret-of-at-least-thirty-two-bytes'
    const sessionSecret = 'a-session-key-of-at-least-thirty-two-bytes'
    const { printed, curl } = await start(app, {
      PORT: '0',
      STREAM_API_SECRET: secret,
      SESSION_SECRET: sessionSecret,
    })
    expect(printed).not.toContain(secret)
    expect(printed).not.toContain(sessionSecret)
    const answer: { token: string } = JSON.parse((await run('sh', ['-c', curl])).stdout)
    const [header, payload, signature] = answer.token.split('.')
    const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')
    expect(signature).toBe(expected)
  })

  it('uses another port if its own is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    const { url } = await start('express-chat', { PORT: port })
    other.close()
    expect(new URL(url).port).not.toBe(port)
    expect((await fetch(url)).status).toBe(200)
  })

  it.each([
    { app: 'express-chat', signal: 'SIGTERM' },
    { app: 'express-chat', signal: 'SIGINT' },
    { app: 'koa-chat', signal: 'SIGTERM' },
    { app: 'next-chat', signal: 'SIGTERM' },
  ] as const)('stops cleanly on $signal with open connections: $app', async ({ app, signal }) => {
    const { child, url } = await start(app)
    expect((await fetch(url)).status).toBe(200)
    const exited = once(child, 'exit')
    child.kill(signal)
    expect(await exited).toEqual([0, null])
  })
})

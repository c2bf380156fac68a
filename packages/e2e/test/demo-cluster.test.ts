import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type DemoProgram, startProgram } from '../src/demo-program.js'
import { redisServerPath } from '../src/real-parts.js'

const WITHIN = { timeout: 20_000, interval: 50 }

describe.skipIf(redisServerPath() === undefined)('the demo on two processes', { timeout: 60_000 }, () => {
  let program: DemoProgram
  let cookie = ''

  beforeAll(async () => {
    program = await startProgram('express-chat', { PORT: '0' }, 'dist/cluster.js')
    cookie = /Cookie: ([^']+)'/.exec(program.curl)?.[1] ?? ''
  }, 60_000)
  afterAll(async () => {
    const exited = once(program.child, 'exit')
    program.child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  })

  const send = (
    method: string,
    path: string,
    { body, headers }: { body?: object; headers?: Record<string, string> } = {},
  ): Promise<Response> =>
    fetch(`${program.url}${path}`, {
      method,
      headers: { cookie, ...(body && { 'content-type': 'application/json' }), ...headers },
      body: body ? JSON.stringify(body) : null,
    })

  /** Waits for the status: on a busy machine, Redis may respond too late for a request, and the status is then 503. */
  const untilStatus = (status: number, ...request: Parameters<typeof send>): Promise<Response> =>
    vi.waitFor(async () => {
      const response = await send(...request)
      expect(response.status).toBe(status)
      return response
    }, WITHIN)

  async function requestToken(): Promise<string> {
    const { token }: { token: string } = await (await untilStatus(200, 'POST', '/stream/token')).json()
    return token
  }

  async function signIn(): Promise<void> {
    const signedIn = await send('POST', '/session', { body: { user: 'yuki' }, headers: { cookie: '' } })
    cookie = signedIn.headers
      .getSetCookie()
      .map(one => one.split(';', 1)[0])
      .join('; ')
  }

  /** The status of a guarded call at each process. */
  async function guards(token: string): Promise<Readonly<Record<string, number>>> {
    const found: Record<string, number> = {}
    for (let call = 0; call < 2; call++) {
      const response = await send('GET', '/api/me', { headers: { authorization: `Bearer ${token}` } })
      found[response.headers.get('x-demo-process') ?? 'none'] = response.status
    }
    return found
  }

  const untilGuards = (token: string, one: number): Promise<void> =>
    vi.waitFor(async () => expect(await guards(token)).toEqual({ 1: one, 2: one }), WITHIN)

  /** Presses a key in the terminal, and waits for the line that follows. */
  async function press(key: string, line: RegExp): Promise<void> {
    program.child.stdin?.write(key)
    await program.lineOf(line)
  }

  it('refuses in both processes what one has revoked', async () => {
    const token = await requestToken()
    await untilGuards(token, 200)
    await untilStatus(200, 'POST', '/stream/revocations', { body: { userIds: ['yuki'] } })
    await untilGuards(token, 401)
    // The session is older than the revocation.
    for (let call = 0; call < 2; call++) await untilStatus(401, 'POST', '/stream/token')
    await signIn()
    await untilGuards(await requestToken(), 200)
  })

  it('ends the sessions of a user in both processes', async () => {
    const old = cookie
    expect((await send('DELETE', '/sessions')).status).toBe(204)
    for (let call = 0; call < 2; call++) await untilStatus(401, 'POST', '/stream/token')
    await signIn()
    expect(cookie).not.toBe(old)
    await requestToken()
  })

  it('mints nothing while Redis is stopped, and mints again once it runs', async () => {
    const token = await requestToken()
    await untilGuards(token, 200)
    await press('r', /^Redis is stopped/m)
    const response = await send('POST', '/stream/token')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, expect.any(String)])
    // The copy in each process is fresh enough.
    expect(await guards(token)).toEqual({ 1: 200, 2: 200 })
    await press('r', /^Redis is running/m)
    await requestToken()
    await untilGuards(token, 200)
  })
})

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { createTokenProvider } from '@stream-token/core'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { type DemoProgram, startProgram } from '../src/demo-program.js'
import { liftAll } from './demo-panels.js'
import { type OpenSocket, openSocket, upgradeStatus } from './demo-socket.js'

const run = promisify(execFile)
const apiSecret = 'a-secret-of-at-least-thirty-two-bytes'
const elsewhere = 'another-secret-of-over-thirty-two-bytes'
// Without backdate: the demo's store is new, and has revoked all tokens from before.
const provider = createTokenProvider({ apiKey: 'demo-key', apiSecret, streamApi: false, backdate: 0 })
const stranger = createTokenProvider({ apiKey: 'demo-key', apiSecret: elsewhere, streamApi: false })

describe("the Express demo's own WebSocket", () => {
  let demo: DemoProgram
  const opened: OpenSocket[] = []

  beforeAll(async () => {
    demo = await startProgram('express-chat', { PORT: '0', STREAM_API_SECRET: apiSecret })
    await (await signIn('yuki')).token() // This waits until tokens of now are valid.
  })
  afterAll(() => demo.close())

  // Revocations, blocks and sockets of one test must not affect the next.
  afterEach(async () => {
    for (const { client } of opened.splice(0)) client.terminate()
    expect(await liftAll(demo.url)).toEqual([200, 200])
  })

  const open = async (token: string): Promise<OpenSocket> => {
    const socket = await openSocket(`${demo.url}/presence?authorization=${token}`)
    opened.push(socket)
    return socket
  }

  /** Signs in. Returns functions that make requests with the session. */
  async function signIn(user: string) {
    const json = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ user })
    const { headers } = await fetch(`${demo.url}/session`, { method: 'POST', headers: json, body })
    const cookie = headers
      .getSetCookie()
      .map(one => one.split(';', 1)[0])
      .join('; ')
    const post = (path: string, body: object = {}) =>
      fetch(`${demo.url}/stream/${path}`, {
        method: 'POST',
        headers: { ...json, cookie },
        body: JSON.stringify(body),
      })
    return {
      token: async (): Promise<string> => (await (await post('token')).json()).token,
      revoke: async (command: object): Promise<number> => (await post('revocations', command)).status,
    }
  }

  it("opens with the session's token in the query or the header, and sends who is present", async () => {
    const [yuki, maya] = [await signIn('yuki'), await signIn('maya')]
    const first = await open(await yuki.token())
    expect(await first.next()).toEqual({ here: ['yuki'] })
    const second = await openSocket(`${demo.url}/presence`, {
      authorization: `Bearer ${await maya.token()}`,
    })
    expect(await second.next()).toEqual({ here: ['maya', 'yuki'] })
    expect(await first.next()).toEqual({ here: ['maya', 'yuki'] })
    second.client.close()
    expect(await first.next()).toEqual({ here: ['yuki'] })
  })

  it('sends a line to all sockets, with the user id of the token', async () => {
    const [yuki, maya] = [
      await open(await provider.createToken('yuki')),
      await open(await provider.createToken('maya')),
    ]
    yuki.client.send('{"from":"maya","line":"hello"}')
    for (const { until } of [yuki, maya]) {
      expect(await until('line')).toEqual({ from: 'yuki', line: '{"from":"maya","line":"hello"}' })
    }
  })

  it.each<[string, number, () => Promise<string> | string, string?]>([
    ['no token', 401, () => ''],
    ['an invalid token', 401, () => '?authorization=a.b.c'],
    ['a server token', 401, async () => `?authorization=${await provider.createServerToken()}`],
    [
      'a token signed with another secret',
      401,
      async () => `?authorization=${await stranger.createToken('yuki')}`,
    ],
    ['a token in another parameter', 401, async () => `?token=${await provider.createToken('yuki')}`],
    [
      'a token twice',
      400,
      async () => `?authorization=${await provider.createToken('yuki')}`,
      'Bearer a.b.c',
    ],
    ['an unknown path', 404, async () => `/more?authorization=${await provider.createToken('yuki')}`],
  ])('refuses %s with %i, and closes the connection', async (_what, status, search, authorization) => {
    const headers = authorization === undefined ? {} : { authorization }
    const refused = await upgradeStatus(`${demo.url}/presence${await search()}`, headers)
    expect(refused.status).toBe(status)
    expect(refused.challenge).toEqual(status === 404 ? undefined : expect.stringMatching(/^Bearer\b/))
  })

  it('closes the socket of a revoked token, refuses the token at the upgrade, and accepts the next one', async () => {
    const yuki = await signIn('yuki')
    const token = await yuki.token()
    const socket = await open(token)
    const other = await open(await provider.createToken('maya'))
    expect(await yuki.revoke({ userIds: ['yuki'] })).toBe(200)
    expect(await socket.closed).toEqual([4401, 'token_revoked'])
    expect(await upgradeStatus(`${demo.url}/presence?authorization=${token}`)).toMatchObject({
      status: 401,
      challenge: 'Bearer error="invalid_token", error_description="revoked"',
    })
    expect(await other.until('here')).toEqual({ here: ['maya', 'yuki'] })
    expect(await other.next()).toEqual({ here: ['maya'] })
    expect(other.client.readyState).toBe(WebSocket.OPEN)

    // The session is older than the revocation, so it gets no token: a new sign-in does.
    const again = await open(await (await signIn('yuki')).token())
    expect(await again.next()).toEqual({ here: ['maya', 'yuki'] })
  })

  it.each([
    ['the whole app is revoked', { app: true }, ['closed', 'closed']],
    ['one of them is blocked', { userIds: ['yuki'], block: true }, ['closed', 'open']],
    [
      'tokens older than a past date are revoked',
      { app: true, before: '2026-01-02T03:04:05Z' },
      ['open', 'open'],
    ],
    ['a revocation is undone', { app: true, undo: true }, ['open', 'open']],
  ])('closes only the affected sockets when %s', async (_what, command, states) => {
    const sockets = [
      await open(await provider.createToken('yuki')),
      await open(await provider.createToken('maya')),
    ]
    const tomas = await signIn('tomas')
    expect(await tomas.revoke(command)).toBe(200)
    for (const [at, { client, closed }] of sockets.entries()) {
      if (states[at] === 'closed') expect(await closed).toEqual([4401, 'token_revoked'])
      else {
        // The pong arrives after everything that the server has sent before.
        client.ping()
        expect(await Promise.race([closed, once(client, 'pong')])).not.toContain(4401)
      }
    }
  })

  it('ignores messages from a socket that it has closed, even if the client does not finish the close', async () => {
    const yuki = await signIn('yuki')
    const [deaf, maya] = [await open(await yuki.token()), await open(await provider.createToken('maya'))]
    // Stops reading, so it never responds to the close frame.
    deaf.client.pause()
    expect(await yuki.revoke({ userIds: ['yuki'] })).toBe(200)
    deaf.client.send('still here')
    await fetch(demo.url)
    maya.client.send('anybody?')
    expect(await maya.until('line')).toEqual({ from: 'maya', line: 'anybody?' })
  })

  it('closes a socket when its token expires', async () => {
    const socket = await open(await provider.createToken('yuki', { expiresIn: 2 }))
    expect(await socket.closed).toEqual([4401, 'token_expired'])
  })

  /** Sends a hand-written upgrade request, from a client that never closes its connection. */
  function ask(search: string): Socket {
    const { hostname, port } = new URL(demo.url)
    const client = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    const lines = [
      `GET /presence${search} HTTP/1.1`,
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      'Sec-WebSocket-Version: 13',
    ]
    client.on('error', () => {}).write([...lines, '', ''].join('\r\n'))
    return client
  }

  it('closes the connection of a refused client that keeps it open', async () => {
    const client = ask('').resume()
    await once(client, 'end', { signal: AbortSignal.timeout(5000) })
    // A peer that has closed its connection resets it when written to, so the second write fails.
    await expect
      .poll(() => (client.destroyed ? 'gone' : client.write('more')), { timeout: 5000 })
      .toBe('gone')
  })

  it('survives reset connections and messages that are too long', async () => {
    const token = await provider.createToken('yuki')
    for (const search of ['', `?authorization=${token}`, '']) {
      const client = ask(search)
      await once(client, 'connect')
      // The callback runs once the system has the data, so the server sees the request and then the reset.
      await new Promise(resolve => client.write('', resolve))
      client.resetAndDestroy()
      await once(client, 'close')
    }
    const { client, closed } = await open(token)
    client.send('x'.repeat(2000))
    expect(await closed).toEqual([1009, ''])
    expect((await fetch(`${demo.url}/session`)).status).toBe(200)
    expect(demo.child.exitCode).toBe(null)
  })

  it('does not prevent the demo from stopping', async () => {
    const program = await startProgram('express-chat', { PORT: '0', STREAM_API_SECRET: apiSecret })
    onTestFinished(() => void program.child.kill('SIGKILL'))
    const { stdout } = await run('sh', ['-c', program.curl])
    const { token } = JSON.parse(stdout)
    const { closed } = await openSocket(`${program.url}/presence?authorization=${token}`)
    const exited = once(program.child, 'exit')
    program.child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
    expect(await closed).toEqual([1006, ''])
  })
})

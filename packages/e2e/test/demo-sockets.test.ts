import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { createTokenProvider } from '@stream-token/core'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { type DemoProgram, startProgram } from '../src/demo-program.js'
import { liftAll } from './demo-revocation-panel.js'
import { type OpenSocket, openSocket, upgradeStatus } from './demo-socket.js'

const apiSecret = 'a-secret-of-at-least-thirty-two-bytes'
const elsewhere = 'another-secret-of-over-thirty-two-bytes'
const provider = createTokenProvider({ apiKey: 'demo-key', apiSecret, streamApi: false })
const stranger = createTokenProvider({ apiKey: 'demo-key', apiSecret: elsewhere, streamApi: false })

describe("the WebSocket of the Express demo's own", () => {
  let demo: DemoProgram
  const opened: OpenSocket[] = []

  beforeAll(async () => {
    demo = await startProgram('express-chat', { PORT: '0', STREAM_API_SECRET: apiSecret })
  })
  afterAll(() => demo.close())

  // What one test revoked or blocked must not meet the next, nor who was there.
  afterEach(async () => {
    for (const { client } of opened.splice(0)) client.terminate()
    expect(await liftAll(demo.url)).toEqual([200, 200])
  })

  const open = async (token: string): Promise<OpenSocket> => {
    const socket = await openSocket(`${demo.url}/presence?authorization=${token}`)
    opened.push(socket)
    return socket
  }

  /** Signs in, and answers how requests are made with that session. */
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

  it("opens with the session's token, in the query or in the header, and tells who is here", async () => {
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

  it('passes a line on to all, in the name that the token bears', async () => {
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
    ['what is no token', 401, () => '?authorization=a.b.c'],
    ['a server token', 401, async () => `?authorization=${await provider.createServerToken()}`],
    ['a token of another secret', 401, async () => `?authorization=${await stranger.createToken('yuki')}`],
    ['a token of another name', 401, async () => `?token=${await provider.createToken('yuki')}`],
    [
      'a token twice',
      400,
      async () => `?authorization=${await provider.createToken('yuki')}`,
      'Bearer a.b.c',
    ],
    ['a path that is none', 404, async () => `/more?authorization=${await provider.createToken('yuki')}`],
  ])('refuses %s with %i, and hangs up', async (_what, status, search, authorization) => {
    const headers = authorization === undefined ? {} : { authorization }
    const refused = await upgradeStatus(`${demo.url}/presence${await search()}`, headers)
    expect(refused.status).toBe(status)
    expect(refused.challenge).toEqual(status === 404 ? undefined : expect.stringMatching(/^Bearer\b/))
  })

  it('refuses a revoked token at the upgrade, closes what it had opened, and opens to the next', async () => {
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

    const again = await open(await yuki.token())
    expect(await again.next()).toEqual({ here: ['maya', 'yuki'] })
  })

  it.each([
    ['the whole app is revoked', { app: true }, ['closed', 'closed']],
    ['one of them is blocked', { userIds: ['yuki'], block: true }, ['closed', 'open']],
    ['a date before its time is revoked', { app: true, before: '2026-01-02T03:04:05Z' }, ['open', 'open']],
    ['a revocation is undone', { app: true, undo: true }, ['open', 'open']],
  ])('closes those whom it concerns when %s', async (_what, command, states) => {
    const sockets = [
      await open(await provider.createToken('yuki')),
      await open(await provider.createToken('maya')),
    ]
    const tomas = await signIn('tomas')
    expect(await tomas.revoke(command)).toBe(200)
    for (const [at, { client, closed }] of sockets.entries()) {
      if (states[at] === 'closed') expect(await closed).toEqual([4401, 'token_revoked'])
      else {
        // The answer to a ping comes after whatever the server had to say before.
        client.ping()
        expect(await Promise.race([closed, once(client, 'pong')])).not.toContain(4401)
      }
    }
  })

  it('hears nothing more from whom it has closed, whether or not they answer', async () => {
    const yuki = await signIn('yuki')
    const [deaf, maya] = [await open(await yuki.token()), await open(await provider.createToken('maya'))]
    // Reads no more, and so never answers the closing.
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

  /** Asks for an upgrade by hand, from a client that never hangs up by itself. */
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

  it('leaves nothing open to whom it has refused, even if they hold on', async () => {
    const client = ask('').resume()
    await once(client, 'end', { signal: AbortSignal.timeout(5000) })
    // Whoever is written to and is gone says so at the second write.
    await expect
      .poll(() => (client.destroyed ? 'gone' : client.write('more')), { timeout: 5000 })
      .toBe('gone')
  })

  it('survives clients that reset their connection, and frames that break the protocol', async () => {
    const token = await provider.createToken('yuki')
    for (const search of ['', `?authorization=${token}`, '']) {
      const client = ask(search)
      await once(client, 'connect')
      // A write is done when the system has it, so that the server sees the request and then the reset.
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

  it('does not keep the demo from stopping', async () => {
    const program = await startProgram('express-chat', { PORT: '0', STREAM_API_SECRET: apiSecret })
    onTestFinished(() => void program.child.kill('SIGKILL'))
    const token = await provider.createToken('yuki')
    const { closed } = await openSocket(`${program.url}/presence?authorization=${token}`)
    const exited = once(program.child, 'exit')
    program.child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
    expect(await closed).toEqual([1006, ''])
  })
})

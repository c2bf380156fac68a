import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { forbidden, memoryRevocationStore } from '@stream-token/core'
import { startStreamEmulator } from '@stream-token/emulator'
import { streamTokenProvider } from '@stream-token/express'
import express, { type Request } from 'express'
import { StreamChat } from 'stream-chat'
import { describe, expect, it, onTestFinished } from 'vitest'

const keys = { apiKey: 'e2e', apiSecret: 'e2e-test-secret-of-more-than-32-bytes' }

const sessionOf = (req: Request): string => req.get('x-session') ?? ''

/** An app with server-side sessions. `ends` selects which sessions of the user a log-out ends. */
async function start(ends: 'all sessions' | 'this session') {
  const emulator = await startStreamEmulator(keys)
  onTestFinished(() => emulator.close())
  const sessions = new Map<string, string>()
  const events: string[] = []
  const verifyUser = (req: Request): string | undefined => {
    const userId = sessions.get(sessionOf(req))
    if (userId === 'banned') throw forbidden()
    return userId
  }
  const stream = streamTokenProvider(verifyUser, {
    ...keys,
    revocations: memoryRevocationStore(),
    streamApi: { baseUrl: emulator.url },
    onEvent: ({ type }) => events.push(type),
  })
  const endSession = (req: Request): void => {
    const userId = sessions.get(sessionOf(req))
    for (const [session, owner] of sessions)
      if (ends === 'all sessions' ? owner === userId : session === sessionOf(req)) sessions.delete(session)
  }
  const app = express().use(stream)
  app.get('/messages', stream.requireUserToken(), (_req, res) => res.json([]))
  app.post('/log-out', stream.revokeOnLogout(endSession), (_req, res) => res.json('bye'))
  const server = createServer(app)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  /** A device on which a user has logged in, with its tokens and the statuses of its token requests. */
  const logIn = async (session: string, userId = 'john') => {
    sessions.set(session, userId)
    const chat = new StreamChat(keys.apiKey, { baseURL: emulator.url, allowServerSideConnect: true })
    onTestFinished(() => chat.disconnectUser())
    const statuses: number[] = []
    const tokens: string[] = []
    await chat.connectUser({ id: userId }, async () => {
      const response = await fetch(`${url}/stream/token`, {
        method: 'POST',
        headers: { 'x-session': session },
      })
      statuses.push(response.status)
      const { token, reason } = await response.json()
      if (!response.ok) throw new Error(reason)
      tokens.push(token)
      return token
    })
    return { chat, statuses, tokens }
  }
  const logOut = async (session: string, headers: Record<string, string> = {}): Promise<number> => {
    const { status } = await fetch(`${url}/log-out`, {
      method: 'POST',
      headers: { 'x-session': session, ...headers },
    })
    return status
  }
  /** The status that the app returns for a token. */
  const messages = async (token: string | undefined): Promise<number> =>
    (await fetch(`${url}/messages`, { headers: { authorization: `Bearer ${token}` } })).status
  return { stream, sessions, events, logIn, logOut, messages }
}

const read = ({ chat }: { chat: StreamChat }) => chat.queryUsers({ id: 'john' })

describe('a user who logs out on one of two devices', () => {
  it('is refused on both by the app and by Stream, if the log-out ends all sessions', async () => {
    const { stream, logIn, logOut, messages } = await start('all sessions')
    const [phone, laptop] = [await logIn('phone'), await logIn('laptop')]
    const jane = await logIn('jane', 'jane')
    expect(await logOut('phone')).toBe(200)
    expect([await messages(phone.tokens[0]), await messages(laptop.tokens[0])]).toEqual([401, 401])
    // The response does not wait for Stream.
    await stream.close()
    await expect(read(phone)).rejects.toThrow('unauthenticated')
    await expect(read(laptop)).rejects.toThrow('unauthenticated')
    expect(laptop.statuses).toEqual([200, 401])
    expect((await read(jane)).users).toHaveLength(1)
    expect([await messages(jane.tokens[0]), jane.statuses]).toEqual([200, [200]])
  })

  it('continues with a new token on the other, if its session continues', async () => {
    const { stream, logIn, logOut, messages } = await start('this session')
    const [phone, laptop] = [await logIn('phone'), await logIn('laptop')]
    await logOut('phone')
    await stream.close()
    await expect(read(phone)).rejects.toThrow('unauthenticated')
    expect((await read(laptop)).users).toHaveLength(1)
    expect(laptop.statuses).toEqual([200, 200])
    expect([await messages(laptop.tokens[0]), await messages(laptop.tokens[1])]).toEqual([401, 200])
  })

  // Retried in case the machine stalls: a hold that is really too long fails every time.
  it('logs in again at once, with one token that the app and Stream accept', { retry: 2 }, async () => {
    const { logIn, logOut, messages } = await start('all sessions')
    await logIn('phone')
    await logOut('phone')
    const since = Date.now()
    const again = await logIn('phone')
    expect((await read(again)).users).toHaveLength(1)
    expect(Date.now() - since).toBeLessThan(2000)
    expect([again.statuses, await messages(again.tokens[0])]).toEqual([[200], 200])
  })
})

describe('a log-out', () => {
  it('D1: ends the session of a user whom verifyUser refuses with 403, and is 403', async () => {
    const { sessions, events, logOut } = await start('this session')
    sessions.set('phone', 'banned')
    expect(await logOut('phone')).toBe(403)
    expect([...sessions]).toEqual([])
    expect(events).toEqual(['refused'])
  })

  it('D2: of nobody runs the app’s handler, and an event says that nothing was revoked', async () => {
    const { events, logOut } = await start('this session')
    expect(await logOut('no session')).toBe(200)
    expect(events).toEqual(['log_out_of_nobody'])
  })

  it('D3: from another site ends and revokes nothing', async () => {
    const { sessions, logIn, logOut, messages } = await start('all sessions')
    const phone = await logIn('phone')
    expect(await logOut('phone', { origin: 'https://evil.example' })).toBe(403)
    expect([...sessions]).toEqual([['phone', 'john']])
    expect(await messages(phone.tokens[0])).toBe(200)
  })
})

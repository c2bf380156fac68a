import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTokenProvider, type TokenProviderOptions } from '@stream-token/core'
import { type RequestEvent, startStreamEmulator } from '@stream-token/emulator'
import { streamTokenProvider } from '@stream-token/express'
import express from 'express'
import { StreamChat } from 'stream-chat'
import { describe, expect, it, onTestFinished } from 'vitest'

const app = { apiKey: 'e2e', apiSecret: 'e2e-test-secret-of-more-than-32-bytes' }
const other = { ...app, apiSecret: 'another-secret-of-more-than-32-bytes' }

/** The time of all clocks until a test moves it, in seconds. */
const START = 1_800_000_000

/** Stream, an app whose users have sessions, and a chat client of both. */
async function start(options: TokenProviderOptions = app) {
  const time = { seconds: START }
  const clock = () => time.seconds * 1000
  const events: RequestEvent[] = []
  const emulator = await startStreamEmulator({ ...app, clock, onRequest: event => events.push(event) })
  onTestFinished(() => emulator.close())

  const sessions = new Map([['s-john', 'john']])
  const verifyUser = (req: express.Request) => sessions.get(req.get('x-session') ?? '')
  const stream = streamTokenProvider(verifyUser, { clock, streamApi: false, ...options })
  const server = createServer(express().use(stream))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())

  const chat = new StreamChat(app.apiKey, {
    baseURL: emulator.url,
    allowServerSideConnect: true,
    timeout: 5000,
  })
  onTestFinished(() => chat.disconnectUser())

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stream/token`
  const statuses: number[] = []
  /** What a front end passes to connectUser: returns the token, or throws an error with the reason. */
  const fetchToken = async (): Promise<string> => {
    const headers = { 'x-session': 's-john', accept: 'text/plain' }
    const response = await fetch(url, { method: 'POST', headers })
    statuses.push(response.status)
    const text = await response.text()
    if (!response.ok) throw new Error(JSON.parse(text).reason)
    return text
  }
  return { time, events, sessions, chat, statuses, fetchToken }
}

const codes = (events: readonly RequestEvent[]) =>
  events.map(({ path, status, code }) => [path, status, code])

/** Stream's error if a client cannot connect. */
const failure = (connecting: Promise<unknown> | undefined) =>
  connecting?.then(
    () => undefined,
    (error: Error) => JSON.parse(error.message),
  )

describe('stream-chat with tokens from the endpoint', () => {
  it('connects and reads with one token', async () => {
    const { chat, statuses, events, fetchToken } = await start()
    const health = await chat.connectUser({ id: 'john' }, fetchToken)
    expect(health?.me?.id).toBe('john')
    expect((await chat.queryUsers({ id: 'john' })).users).toHaveLength(1)
    expect(statuses).toEqual([200])
    expect(codes(events)).toEqual([
      ['/connect', 101, undefined],
      ['/users', 200, undefined],
    ])
  })

  it('requests one new token when its token has expired, and the call succeeds', async () => {
    const { chat, statuses, events, time, fetchToken } = await start({ ...app, expiresIn: 60 })
    await chat.connectUser({ id: 'john' }, fetchToken)
    time.seconds += 60
    expect((await chat.queryUsers({ id: 'john' })).users).toHaveLength(1)
    expect(statuses).toEqual([200, 200])
    expect(codes(events)).toEqual([
      ['/connect', 101, undefined],
      ['/users', 401, 40],
      ['/users', 200, undefined],
    ])
  })

  it('uses its token until the last second', async () => {
    const { chat, statuses, time, fetchToken } = await start({ ...app, expiresIn: 60 })
    await chat.connectUser({ id: 'john' }, fetchToken)
    time.seconds += 59.9
    await chat.queryUsers({ id: 'john' })
    expect(statuses).toEqual([200])
  })

  it('receives the reason from the endpoint if there is no token', async () => {
    const { chat, statuses, sessions, fetchToken } = await start()
    sessions.clear()
    await expect(chat.connectUser({ id: 'john' }, fetchToken)).rejects.toThrow('unauthenticated')
    expect(new Set(statuses)).toEqual(new Set([401]))
  })

  it('connects if the clock of the app is five seconds ahead of Stream’s', async () => {
    const ahead = await start({ ...app, clock: () => (START + 5) * 1000 })
    expect((await ahead.chat.connectUser({ id: 'john' }, ahead.fetchToken))?.me?.id).toBe('john')
  })

  it.each<[string, TokenProviderOptions, number]>([
    ['another secret', other, 43],
    ['a clock six seconds ahead', { ...app, clock: () => (START + 6) * 1000 }, 42],
  ])('is refused with the expected code: %s', async (_what, options, code) => {
    const { chat, fetchToken } = await start(options)
    expect(await failure(chat.connectUser({ id: 'john' }, fetchToken))).toMatchObject({
      code,
      StatusCode: 401,
    })
  })

  it.each<[string, () => Promise<string>, number]>([
    [
      'of another user',
      () => createTokenProvider({ ...app, clock: () => START * 1000 }).createToken('jane'),
      5,
    ],
    ['for servers', () => createTokenProvider(app).createServerToken(), 5],
    ['for development', async () => new StreamChat(app.apiKey).devToken('john'), 5],
  ])('is refused with the expected code: a token %s', async (_what, token, code) => {
    const { chat } = await start()
    expect(await failure(chat.connectUser({ id: 'john' }, token))).toMatchObject({ code, StatusCode: 401 })
  })
})

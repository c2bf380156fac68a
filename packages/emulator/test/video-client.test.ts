import { StreamVideoClient } from '@stream-io/video-client'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { WebSocket } from 'ws'
import { apiKey, emulate, serverToken, start, userToken } from './fixture/emulate.js'

/** A client as an app makes it. Node 20 has no WebSocket of its own. */
function video(baseURL: string, clientEventsReportingEnabled = false): StreamVideoClient {
  // @ts-expect-error The types of ws differ from the browser's, which is all that the client uses.
  const WebSocketImpl: typeof globalThis.WebSocket = WebSocket
  const options = {
    baseURL,
    WebSocketImpl,
    allowServerSideConnect: true,
    maxConnectUserRetries: 1,
    clientEventsReportingEnabled,
  }
  const client = new StreamVideoClient(apiKey, { ...options, logLevel: 'error', logger: () => {} })
  onTestFinished(() => client.disconnectUser(100))
  return client
}

describe.each(['/video', ''])('@stream-io/video-client with baseURL under "%s"', root => {
  it('connects a user and queries calls', async () => {
    const { emulator, url } = await emulate()
    const client = video(`${url}${root}`, true)
    const connected = await client.connectUser(
      { id: 'john', name: 'John', custom: { colour: 'red' } },
      userToken('john'),
    )
    expect(connected).toMatchObject({
      type: 'connection.ok',
      connection_id: expect.any(String),
      created_at: new Date(start * 1000).toISOString(),
      me: { id: 'john', name: 'John', role: 'user', custom: { colour: 'red' }, devices: [], teams: [] },
    })
    expect(client.state.connectedUser?.id).toBe('john')
    expect((await client.queryCalls()).calls).toEqual([])
    await emulator.events.first({ path: `${root}/call_client_event`, status: 201 })
    expect(emulator.events.all({ type: 'connected' })).toMatchObject([{ product: 'video', userId: 'john' }])
  })

  it('fetches one new token when its token has expired', async () => {
    const { emulator, time, url } = await emulate()
    const client = video(`${url}${root}`)
    const provider = vi.fn(async () => userToken('john', { exp: time.seconds + 60, iat: time.seconds }))
    await client.connectUser({ id: 'john' }, provider)
    time.seconds += 60
    expect((await client.queryCalls()).calls).toEqual([])
    expect(provider).toHaveBeenCalledTimes(2)
    expect(emulator.events.all({ path: `${root}/calls` })).toMatchObject([{ code: 40 }, { status: 201 }])
  })

  it('connects a guest', async () => {
    const { url } = await emulate()
    const client = video(`${url}${root}`)
    const connected = await client.connectUser({ id: 'ann', name: 'Ann', type: 'guest' })
    expect(connected).toMatchObject({ me: { id: expect.stringMatching(/^guest-.+-ann$/), role: 'guest' } })
    expect((await client.queryCalls()).calls).toEqual([])
  })

  it('lets an anonymous user make requests without a connection', async () => {
    const { emulator, url } = await emulate()
    const client = video(`${url}${root}`)
    await client.connectUser({ type: 'anonymous' }, '')
    expect((await client.queryCalls()).calls).toEqual([])
    expect(emulator.events.all({ path: `${root}/connect` })).toEqual([])
  })
})

describe('@stream-io/video-client', () => {
  it.each([
    ['of another app', () => `${userToken('john').slice(0, -4)}AAAA`, 43],
    ['issued in the future', () => userToken('john', { iat: start + 1 }), 42],
    ['that has expired', () => userToken('john', { exp: start, iat: start - 9 }), 40],
  ])('fails to connect with a token %s', async (_, token, code) => {
    const { url } = await emulate()
    await expect(video(`${url}/video`).connectUser({ id: 'john' }, token())).rejects.toThrow(`"code":${code}`)
  })

  it('reconnects with a new token when its connection is lost after the old one has expired', async () => {
    const { emulator, time, url } = await emulate()
    const client = video(`${url}/video`)
    const provider = vi.fn(async () => userToken('john', { exp: time.seconds + 60, iat: time.seconds }))
    await client.connectUser({ id: 'john' }, provider)
    time.seconds += 60
    const again = emulator.events.next({ type: 'connected', userId: 'john' }, { timeout: 15 })
    emulator.dropConnections()
    await again
    expect(provider).toHaveBeenCalledTimes(2)
    expect(emulator.events.all({ path: '/video/connect' })).toMatchObject([
      { status: 101 },
      { code: 40 },
      { status: 101 },
    ])
  }, 20_000)
})

describe('a video socket', () => {
  const open = (url: string) =>
    new WebSocket(`${url.replace('http', 'ws')}/video/connect?api_key=${apiKey}&stream-auth-type=jwt`)

  it.each([
    ['that is not JSON', '{', 4],
    ['without a user', '{}', 4],
    ['without a token', JSON.stringify({ user_details: { id: 'john' } }), 5],
    [
      'with a token of another user',
      JSON.stringify({ token: userToken('jane'), user_details: { id: 'john' } }),
      5,
    ],
    ['with the server’s token', JSON.stringify({ token: serverToken, user_details: { id: 'john' } }), 5],
  ])(
    'with a first message %s receives connection.error and is closed with 1000',
    async (_, message, code) => {
      const { url } = await emulate()
      const socket = open(url)
      socket.once('open', () => socket.send(message))
      const closed = new Promise(resolve => socket.once('close', resolve))
      const frame = await new Promise<Buffer>(resolve => socket.once('message', resolve))
      expect(JSON.parse(frame.toString())).toEqual({
        type: 'connection.error',
        connection_id: '',
        created_at: new Date(start * 1000).toISOString(),
        error: {
          code,
          message: expect.any(String),
          StatusCode: code === 4 ? 400 : 401,
          duration: expect.any(String),
          more_info: expect.any(String),
          details: [],
        },
      })
      expect(await closed).toBe(1000)
    },
  )

  it('of an anonymous user is refused', async () => {
    const { url } = await emulate()
    const socket = new WebSocket(
      `${url.replace('http', 'ws')}/video/connect?api_key=${apiKey}&stream-auth-type=anonymous`,
    )
    socket.once('open', () => socket.send(JSON.stringify({ user_details: { id: '!anon' } })))
    const frame = await new Promise<Buffer>(resolve => socket.once('message', resolve))
    expect(JSON.parse(frame.toString())).toMatchObject({ type: 'connection.error', error: { code: 5 } })
  })

  it('may be closed before its first message', async () => {
    const { emulator, url, request } = await emulate()
    const socket = open(url)
    await new Promise(resolve => socket.once('open', resolve))
    const closed = new Promise(resolve => socket.once('close', resolve))
    socket.close()
    await closed
    expect((await request('/app', { token: serverToken })).status).toBe(200)
    expect(emulator.events.all()).toMatchObject([{ path: '/app' }])
  })
})

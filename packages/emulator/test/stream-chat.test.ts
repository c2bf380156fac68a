import { StreamChat } from 'stream-chat'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { apiKey, emulate, start, userToken } from './fixture/emulate.js'

/** A client's token provider whose tokens expire after a minute. */
const oneMinuteTokens = (time: { seconds: number }) =>
  vi.fn(async () => userToken('john', { exp: time.seconds + 60, iat: time.seconds }))

describe.each(['', '/api/v2'])('stream-chat with baseURL under "%s"', root => {
  it('connects a user with a token provider and reads users and channels', async () => {
    const { chat, url, events } = await emulate()
    const client = chat({ baseURL: `${url}${root}` })
    const health = await client.connectUser({ id: 'john', name: 'John' }, async () => userToken('john'))
    expect(health).toMatchObject({
      type: 'health.check',
      cid: '*',
      connection_id: expect.any(String),
      me: { id: 'john', name: 'John', role: 'user', online: true, devices: [], mutes: [], channel_mutes: [] },
    })
    const { users } = await client.queryUsers({ id: { $in: ['john', 'jane'] } })
    expect(users).toMatchObject([{ id: 'john', name: 'John', online: true }])
    expect(await client.queryChannels({})).toEqual([])
    expect(events).toEqual([
      { method: 'GET', path: `${root}/connect`, status: 101 },
      { method: 'GET', path: `${root}/users`, status: 200 },
      { method: 'POST', path: `${root}/channels`, status: 201 },
    ])
  })

  it('makes the client fetch one new token when its token has expired', async () => {
    const { chat, url, events, time } = await emulate()
    const client = chat({ baseURL: `${url}${root}` })
    const provider = oneMinuteTokens(time)
    await client.connectUser({ id: 'john' }, provider)
    time.seconds += 60
    const { users } = await client.queryUsers({ id: 'john' })
    expect(users).toHaveLength(1)
    expect(provider).toHaveBeenCalledTimes(2)
    expect(events.map(event => [event.status, event.code])).toEqual([
      [101, undefined],
      [401, 40],
      [200, undefined],
    ])
  })

  it('makes the client reconnect with a new token when its socket drops after expiry', async () => {
    const { chat, emulator, events, time, url } = await emulate()
    const client = chat({ baseURL: `${url}${root}` })
    const provider = oneMinuteTokens(time)
    await client.connectUser({ id: 'john' }, provider)
    time.seconds += 60
    const recovered = new Promise(resolve => client.on('connection.recovered', resolve))
    emulator.dropConnections()
    await recovered
    expect(provider).toHaveBeenCalledTimes(2)
    expect(events.map(event => [event.path, event.status, event.code])).toEqual([
      [`${root}/connect`, 101, undefined],
      [`${root}/connect`, 401, 40],
      [`${root}/connect`, 101, undefined],
    ])
  }, 20_000)
})

describe('stream-chat', () => {
  it.each([
    ['of another user', () => userToken('jane'), 5],
    ['of another app', () => `${userToken('john').slice(0, -4)}AAAA`, 43],
    ['issued in the future', () => userToken('john', { iat: start + 1 }), 42],
    ['that is not valid yet', () => userToken('john', { nbf: start + 1 }), 41],
    ['that is not a JWT', () => JSON.stringify({ token: userToken('john') }), 5],
  ])('fails to connect with a token %s', async (_, token, code) => {
    const { chat } = await emulate()
    const connecting = chat().connectUser({ id: 'john' }, async () => token())
    const failure = await connecting.then(
      () => undefined,
      (error: Error) => JSON.parse(error.message),
    )
    expect(failure).toMatchObject({ code, StatusCode: 401, isWSFailure: false })
  })

  it('connects an anonymous user, which is not stored', async () => {
    const { chat, server } = await emulate()
    const client = chat()
    const health = await client.connectAnonymousUser()
    expect(health?.me).toMatchObject({ id: client.userID, role: 'anonymous' })
    expect(await client.queryChannels({})).toEqual([])
    await expect(client.queryUsers({})).rejects.toMatchObject({ code: 17, status: 403 })
    expect((await server().queryUsers({})).users).toEqual([])
  })

  it('connects with a dev token only when auth checks are disabled', async () => {
    const strict = await emulate()
    const refused = strict.chat()
    await expect(refused.connectUser({ id: 'john' }, refused.devToken('john'))).rejects.toThrow('"code":5')

    const lax = await emulate({ disableAuthChecks: true })
    const client = lax.chat()
    const health = await client.connectUser({ id: 'john' }, client.devToken('john'))
    expect(health?.me?.id).toBe('john')
  })

  it('uses STREAM_LOCAL_TEST_HOST instead of baseURL', async () => {
    const { url } = await emulate()
    vi.stubEnv('STREAM_LOCAL_TEST_HOST', url.replace('http://', ''))
    const client = new StreamChat(apiKey, {
      allowServerSideConnect: true,
      baseURL: 'https://chat.example.com',
    })
    vi.unstubAllEnvs()
    onTestFinished(() => client.disconnectUser())
    await client.connectUser({ id: 'john' }, userToken('john'))
    expect((await client.queryUsers({ id: 'john' })).users).toHaveLength(1)
  })

  it('keeps its socket when its token expires', async () => {
    const { chat, time } = await emulate()
    const client = chat()
    await client.connectUser({ id: 'john' }, userToken('john', { exp: start + 60 }))
    time.seconds += 60
    const healthCheck = new Promise(resolve => client.on('health.check', resolve))
    client.wsConnection?.ws?.send(JSON.stringify([{ type: 'health.check', client_id: client.clientID }]))
    expect(await healthCheck).toMatchObject({ type: 'health.check', cid: '*' })
    await expect(client.queryUsers({})).rejects.toMatchObject({ code: 40, status: 401 })
  })

  it('reads the app settings with the secret', async () => {
    const { server } = await emulate({ disableAuthChecks: true })
    const { app } = await server().getAppSettings()
    expect(app).toMatchObject({ name: 'stream-emulator', disable_auth_checks: true })
  })
})

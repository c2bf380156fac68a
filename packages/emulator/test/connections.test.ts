import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { apiKey, emulate, start, userToken } from './fixture/emulate.js'

/** A chat socket of a user, and its frames after the first. */
async function connect(url: string, userId: string) {
  const target = new URL(`${url.replace('http', 'ws')}/connect`)
  target.searchParams.set('json', JSON.stringify({ user_id: userId }))
  target.searchParams.set('api_key', apiKey)
  target.searchParams.set('authorization', userToken(userId))
  target.searchParams.set('stream-auth-type', 'jwt')
  const socket = new WebSocket(target)
  await new Promise(resolve => socket.once('message', resolve))
  const frames: unknown[] = []
  socket.on('message', frame => frames.push(JSON.parse(String(frame))))
  return { frames, closed: new Promise(resolve => socket.once('close', resolve)) }
}

describe('dropConnections', () => {
  it.each([
    ['as a network failure would', {}, 1006],
    ['with a close code', { closeCode: 4000 }, 4000],
    ['with 1000, after which clients do not reconnect', { closeCode: 1000 }, 1000],
  ])('ends every connection %s', async (_, options, code) => {
    const { emulator, url } = await emulate()
    const john = await connect(url, 'john')
    const jane = await connect(url, 'jane')
    emulator.dropConnections(options)
    expect(await Promise.all([john.closed, jane.closed])).toEqual([code, code])
    const ended = { type: 'disconnected', closeCode: code } as const
    await emulator.events.first({ ...ended, userId: 'john' })
    await emulator.events.first({ ...ended, userId: 'jane' })
  })

  it('ends those of one user, after an error', async () => {
    const { emulator, url } = await emulate()
    const john = await connect(url, 'john')
    const jane = await connect(url, 'jane')
    emulator.dropConnections({ userId: 'john', error: 40 })
    expect(await john.closed).toBe(1000)
    expect(john.frames).toMatchObject([{ error: { code: 40, StatusCode: 401 } }])
    emulator.dropConnections({ closeCode: 4001 })
    expect(await jane.closed).toBe(4001)
  })

  it('makes the user offline once its last connection has ended', async () => {
    const { emulator, server, url } = await emulate()
    await connect(url, 'john')
    await connect(url, 'john')
    const online = async () => (await server().queryUsers({ id: 'john' })).users[0]?.online
    expect(await online()).toBe(true)
    emulator.dropConnections()
    const ended: unknown[] = []
    await emulator.events.first(event => event.type === 'disconnected' && ended.push(event) === 2)
    expect(await online()).toBe(false)
  })
})

describe('POST /users/delete', () => {
  it('deletes a user, even one who is connected, and frees the id', async () => {
    const { emulator, server, url } = await emulate()
    const john = await connect(url, 'john')
    await server().revokeUserToken('john', new Date((start + 1) * 1000))
    await server().deleteUsers(['john'], { user: 'hard' })
    expect((await server().queryUsers({ id: 'john' })).users).toEqual([])
    emulator.dropConnections()
    await john.closed
    await connect(url, 'john')
    expect((await server().queryUsers({ id: 'john' })).users).toMatchObject([{ online: true }])
  })
})

describe('reset', () => {
  it('forgets all users, revocations, failures and events, and closes connections without a trace', async () => {
    const { emulator, request, server, url } = await emulate()
    const john = await connect(url, 'john')
    await server().revokeUserToken('john')
    await server().revokeTokens(new Date())
    emulator.fail('*', 500)
    emulator.clock.advance(5)
    emulator.reset()
    expect(emulator.events.all()).toEqual([])
    expect(await john.closed).toBe(1000)
    expect((await server().queryUsers({})).users).toEqual([])
    expect((await request('/users', { token: userToken('john', {}) })).status).toBe(200)
    await connect(url, 'john')
    expect((await server().queryUsers({ id: 'john' })).users).toMatchObject([{ online: true }])
    expect(emulator.events.all({ type: 'disconnected' })).toEqual([])
  })
})

import { StreamClient } from '@stream-io/node-sdk'
import { describe, expect, it } from 'vitest'
import { apiKey, apiSecret, emulate, start, userToken } from './fixture/emulate.js'

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

/** What stream-chat sends for a guest, without the client. */
const guest = (user: object) => ({
  method: 'POST',
  headers: { 'stream-auth-type': 'anonymous' },
  body: JSON.stringify({ user }),
})

describe('setGuestUser of stream-chat', () => {
  it('connects a guest with an id, a role and a token of its own', async () => {
    const { chat, emulator, server } = await emulate()
    const client = chat()
    const health = await client.setGuestUser({ id: 'ann', name: 'Ann', role: 'admin' })
    expect(health?.me).toMatchObject({
      id: expect.stringMatching(/^guest-[0-9a-f-]{36}-ann$/),
      name: 'Ann',
      role: 'guest',
    })
    expect(client.userID).toBe(health?.me?.id)
    expect(emulator.events.all().map(({ type, userId }) => [type, userId])).toEqual([
      ['request', undefined],
      ['request', client.userID],
      ['connected', client.userID],
    ])
    const { users } = await server().queryUsers({ role: 'guest' })
    expect(users).toMatchObject([{ id: client.userID, name: 'Ann', online: true }])
  })

  it('never connects as a user who exists', async () => {
    const { chat, server } = await emulate()
    await server().upsertUser({ id: 'john', name: 'John', role: 'admin' })
    const client = chat()
    await client.setGuestUser({ id: 'john' })
    expect(client.userID).not.toBe('john')
    expect((await server().queryUsers({ id: 'john' })).users).toMatchObject([{ name: 'John', role: 'admin' }])
  })

  it('is refused where the app has disabled guests', async () => {
    const { chat, url } = await emulate()
    const server = new StreamClient(apiKey, apiSecret, { basePath: url })
    await server.updateApp({ guest_user_creation_disabled: true })
    await expect(chat().setGuestUser({ id: 'ann' })).rejects.toMatchObject({ code: 17, status: 403 })
  })
})

describe('POST /guest', () => {
  it.each(['', '/api/v2', '/video'])('responds with a token for the guest alone under "%s"', async root => {
    const { request } = await emulate()
    const { status, body } = await request(`${root}/guest`, guest({ id: 'ann', custom: { colour: 'red' } }))
    expect([status, body.user.role]).toEqual([201, 'guest'])
    expect(claimsOf(body.access_token)).toEqual({ user_id: body.user.id, iat: start })
    const token = body.access_token
    expect((await request(`/users?user_id=${body.user.id}`, { token })).status).toBe(200)
    expect((await request('/users?user_id=ann', { token })).body.code).toBe(5)
  })

  it('makes a new guest each time, for whoever asks', async () => {
    const { request } = await emulate()
    const one = await request('/guest', guest({ id: 'ann' }))
    const two = await request('/guest', { ...guest({ id: 'ann' }), token: userToken('john'), headers: {} })
    expect([one.status, two.status]).toEqual([201, 201])
    expect(one.body.user.id).not.toBe(two.body.user.id)
  })

  it.each([
    ['no user', undefined],
    ['a user without an id', {}],
    ['an id with a space', { id: 'an n' }],
    ['an empty id', { id: '' }],
  ])('refuses %s with code 4', async (_, user) => {
    const { request } = await emulate()
    expect((await request('/guest', guest(user ?? []))).body).toMatchObject({ code: 4, StatusCode: 400 })
  })

  it('needs the key of the app', async () => {
    const { request } = await emulate()
    expect((await request('/guest', { ...guest({ id: 'ann' }), key: 'other' })).body.code).toBe(2)
  })
})

describe('createGuest of @stream-io/node-sdk', () => {
  it('creates a guest', async () => {
    const { url } = await emulate()
    const client = new StreamClient(apiKey, apiSecret, { basePath: url })
    const { user, access_token } = await client.createGuest({ user: { id: 'ann', name: 'Ann' } })
    expect(user).toMatchObject({ id: expect.stringMatching(/^guest-/), role: 'guest', name: 'Ann' })
    expect(claimsOf(access_token).user_id).toBe(user.id)
  })
})

describe('POST /users with the role guest', () => {
  it('makes a guest of a user, which stays one when it connects', async () => {
    const { chat, request, server } = await emulate()
    const { users } = await server().upsertUsers([{ id: 'guest-1', role: 'guest', name: 'Guest' }])
    expect(users['guest-1']).toMatchObject({ role: 'guest', name: 'Guest' })
    const client = chat()
    const health = await client.connectUser({ id: 'guest-1', role: 'admin' }, userToken('guest-1'))
    expect(health?.me).toMatchObject({ id: 'guest-1', role: 'guest' })
    const { body } = await request('/users?user_id=guest-1', { token: userToken('guest-1') })
    expect(body.users).toMatchObject([{ id: 'guest-1', role: 'guest' }])
  })
})

import { StreamClient } from '@stream-io/node-sdk'
import { describe, expect, it } from 'vitest'
import { apiKey, apiSecret, emulate, serverToken, start, userToken } from './fixture/emulate.js'

const now = new Date(start * 1000).toISOString()

describe('users', () => {
  it('are created by an upsert, which replaces their fields', async () => {
    const { server } = await emulate()
    const client = server()
    const { users } = await client.upsertUsers([{ id: 'john', name: 'John', role: 'admin' }, { id: 'jane' }])
    expect(users.john).toEqual({
      id: 'john',
      role: 'admin',
      name: 'John',
      created_at: now,
      updated_at: now,
      online: false,
      banned: false,
    })
    await client.upsertUser({ id: 'john', image: 'john.png' })
    const { users: found } = await client.queryUsers({ id: 'john' })
    expect(found).toMatchObject([{ id: 'john', role: 'admin', image: 'john.png' }])
    expect(found[0]).not.toHaveProperty('name')
  })

  it('are created by connecting, which adds to their fields but does not change their role', async () => {
    const { chat, server } = await emulate()
    await server().upsertUser({ id: 'john', name: 'John' })
    const client = chat()
    await client.connectUser({ id: 'john', role: 'admin', image: 'john.png' }, userToken('john'))
    const { users } = await server().queryUsers({})
    expect(users).toMatchObject([
      { name: 'John', image: 'john.png', role: 'user', online: true, last_active: now },
    ])
  })

  it('are online while one of their sockets is open', async () => {
    const { chat, server } = await emulate()
    const [phone, desk] = [chat(), chat()]
    const online = async () => (await server().queryUsers({ id: 'john' })).users[0]?.online
    await phone.connectUser({ id: 'john' }, userToken('john'))
    await desk.connectUser({ id: 'john' }, userToken('john'))
    await phone.disconnectUser()
    expect(await online()).toBe(true)
    await desk.disconnectUser()
    await expect.poll(online).toBe(false)
  })

  it('can be updated partially', async () => {
    const { server } = await emulate()
    const client = server()
    await client.upsertUser({ id: 'john', name: 'John', image: 'john.png' })
    const { users } = await client.partialUpdateUser({
      id: 'john',
      set: { name: 'Johnny' },
      unset: ['image'],
    })
    expect(users.john).toMatchObject({ name: 'Johnny' })
    expect(users.john).not.toHaveProperty('image')
  })

  it('have the app’s own fields under custom in v2', async () => {
    const { url, server } = await emulate()
    const sdk = new StreamClient(apiKey, apiSecret, { basePath: url })
    const { users } = await sdk.upsertUsers([
      { id: 'john', name: 'John', teams: ['red'], custom: { color: 'blue' } },
    ])
    expect(users.john).toMatchObject({ id: 'john', name: 'John', teams: ['red'], custom: { color: 'blue' } })
    expect(users.john?.created_at).toEqual(new Date(now))
    const { users: first } = await server().queryUsers({ color: 'blue' } as object)
    expect(first).toMatchObject([{ id: 'john', color: 'blue', created_at: now }])
  })

  it('can be found by the operators of channels; others are refused', async () => {
    const { server } = await emulate()
    const client = server()
    await client.upsertUsers([{ id: 'john', role: 'admin' }, { id: 'jane' }])
    const ids = async (filter: object) => (await client.queryUsers(filter)).users.map(({ id }) => id)
    expect(await ids({})).toEqual(['john', 'jane'])
    expect(await ids({ role: { $eq: 'user' } })).toEqual(['jane'])
    expect(await ids({ id: { $in: ['john', 'jim'] }, role: 'admin' })).toEqual(['john'])
    expect(await ids({ id: { $autocomplete: 'JO' } })).toEqual(['john'])
    await expect(ids({ name: { $q: 'j' } })).rejects.toMatchObject({ code: 4 })
  })

  it.each([
    ['an id with a space', { 'john doe': {} }],
    ['a user that is not an object', { john: 'john' }],
    ['an id that is not a string', { john: { id: 7 } }],
    ['a role that is not a string', { john: { role: 7 } }],
    ['no user', {}],
    ['101 users', Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`user-${index}`, {}]))],
  ])('are not upserted if the batch contains %s, not even the users before it', async (_, users) => {
    const { request, server } = await emulate()
    const body = JSON.stringify({ users: Object.keys(users).length === 1 ? { jane: {}, ...users } : users })
    const refused = await request('/users', { method: 'POST', token: serverToken, body })
    expect([refused.status, refused.body.code]).toEqual([400, 4])
    expect((await server().queryUsers({})).users).toEqual([])
  })

  it('can change themselves, as stream-chat does in the browser', async () => {
    const { chat, server } = await emulate()
    await server().upsertUser({ id: 'john', role: 'admin' })
    const client = chat()
    await client.connectUser({ id: 'john' }, userToken('john'))
    await client.partialUpdateUser({ id: 'john', set: { name: 'John', image: 'j.png' } })
    const { users } = await server().queryUsers({ id: 'john' })
    expect(users).toMatchObject([{ name: 'John', image: 'j.png', role: 'admin' }])
    await client.upsertUser({ id: 'john', name: 'J' })
    const [john] = (await server().queryUsers({ id: 'john' })).users
    expect(john).toMatchObject({ name: 'J', role: 'admin' })
    expect(john).not.toHaveProperty('image')
  })

  it.each([
    ['another user', 'POST', { jane: {} }],
    ['themselves with a role', 'POST', { john: { role: 'admin' } }],
    ['themselves under another id', 'POST', { john: { id: 'jane' } }],
    ['another user in part', 'PATCH', [{ id: 'jane', set: { name: 'J' } }]],
    ['their role', 'PATCH', [{ id: 'john', set: { role: 'admin' } }]],
    ['their teams', 'PATCH', [{ id: 'john', unset: ['teams'] }]],
    ['their revoke date', 'PATCH', [{ id: 'john', set: { revoke_tokens_issued_before: null } }]],
  ])('cannot change %s', async (_, method, users) => {
    const { request, server } = await emulate()
    await server().upsertUsers([{ id: 'john' }, { id: 'jane' }])
    const body = JSON.stringify({ users })
    for (const sender of [{ token: userToken('john') }, { headers: { 'stream-auth-type': 'anonymous' } }]) {
      const refused = await request('/users', { method, body, ...sender })
      expect([refused.status, refused.body.code]).toEqual([403, 17])
    }
    expect((await server().queryUsers({ role: 'user' })).users).toHaveLength(2)
  })
})

import { StreamClient } from '@stream-io/node-sdk'
import { describe, expect, it } from 'vitest'
import { apiKey, apiSecret, emulate, serverToken, start, userToken } from './fixture/emulate.js'

const now = new Date(start * 1000).toISOString()

describe('deactivation', () => {
  it('blocks REST requests and sockets of a user until reactivation', async () => {
    const { chat, server, request } = await emulate()
    const admin = server()
    await admin.upsertUser({ id: 'john' })
    const { user } = await admin.deactivateUser('john', { mark_messages_deleted: true })
    expect(user).toMatchObject({ id: 'john', deactivated_at: now })

    const refused = await request('/users', { token: userToken('john') })
    expect([refused.status, refused.body.code]).toEqual([404, 16])
    expect(refused.body.message).toBe('QueryUsers failed with error: "the user john was deactivated"')
    const connecting = chat().connectUser({ id: 'john' }, userToken('john'))
    await expect(connecting).rejects.toThrow(
      'WS failed with code 16 and reason - the user john was deactivated',
    )
    await expect(admin.upsertUser({ id: 'john' })).rejects.toMatchObject({ code: 16, status: 404 })
    await expect(admin.revokeUserToken('john')).rejects.toMatchObject({ code: 16, status: 404 })

    const { user: back } = await admin.reactivateUser('john')
    expect(back).not.toHaveProperty('deactivated_at')
    expect((await chat().connectUser({ id: 'john' }, userToken('john')))?.me?.id).toBe('john')
  })

  it('does not close open sockets', async () => {
    const { chat, server } = await emulate()
    const client = chat()
    await client.connectUser({ id: 'john' }, userToken('john'))
    await server().deactivateUser('john')
    const healthCheck = new Promise(resolve => client.on('health.check', resolve))
    client.wsConnection?.ws?.send(JSON.stringify([{ type: 'health.check' }]))
    expect(await healthCheck).toMatchObject({ type: 'health.check' })
  })

  it('hides a user from queries without include_deactivated_users', async () => {
    const { server } = await emulate()
    const admin = server()
    await admin.upsertUsers([{ id: 'john' }, { id: 'jane' }])
    await admin.deactivateUser('john')
    const ids = async (options: object) => (await admin.queryUsers({}, [], options)).users.map(({ id }) => id)
    expect(await ids({})).toEqual(['jane'])
    expect(await ids({ include_deactivated_users: true })).toEqual(['john', 'jane'])
  })

  it('can be repeated, but a second reactivation is refused', async () => {
    const { server, time } = await emulate()
    const admin = server()
    await admin.upsertUser({ id: 'john' })
    await admin.deactivateUser('john')
    time.seconds += 5
    expect((await admin.deactivateUser('john')).user).toMatchObject({ deactivated_at: now })
    await admin.reactivateUser('john')
    await expect(admin.reactivateUser('john')).rejects.toThrow('the user john is not deactivated')
  })

  it.each(['deactivateUser', 'reactivateUser'] as const)(
    '%s refuses a user that does not exist',
    async method => {
      const { server } = await emulate()
      await expect(server()[method]('nobody')).rejects.toMatchObject({ code: 16, status: 404 })
    },
  )

  it('accepts several users at once from stream-chat and node-sdk', async () => {
    const { server, url, request } = await emulate()
    const admin = server()
    const sdk = new StreamClient(apiKey, apiSecret, { basePath: url })
    await admin.upsertUsers([{ id: 'john' }, { id: 'jane@home' }])
    const status = async (id: string) => (await request('/users', { token: userToken(id) })).status
    for (const client of [
      {
        off: () => admin.deactivateUsers(['john', 'jane@home']),
        on: () => admin.reactivateUsers(['john', 'jane@home']),
      },
      {
        off: () => sdk.deactivateUsers({ user_ids: ['john', 'jane@home'] }),
        on: () => sdk.reactivateUsers({ user_ids: ['john', 'jane@home'] }),
      },
    ]) {
      expect(await client.off()).toMatchObject({ task_id: expect.any(String) })
      expect([await status('john'), await status('jane@home')]).toEqual([404, 404])
      await client.on()
      expect([await status('john'), await status('jane@home')]).toEqual([200, 200])
    }
    await expect(admin.deactivateUsers(['john', 'nobody'])).rejects.toMatchObject({ code: 16 })
    expect(await status('john')).toBe(200)

    expect((await sdk.deactivateUser({ user_id: 'jane@home' })).user?.deactivated_at).toEqual(new Date(now))
    expect(await status('jane@home')).toBe(404)
    await sdk.reactivateUser({ user_id: 'jane@home' })
    expect(await status('jane@home')).toBe(200)
  })

  it.each(['/users/deactivate', '/users/reactivate', '/users/john/deactivate', '/users/john/reactivate'])(
    'is refused to users: %s',
    async path => {
      const { request } = await emulate()
      const { body } = await request(path, { method: 'POST', body: '{}', token: userToken('john') })
      expect(body.code).toBe(17)
    },
  )

  it.each([{}, { user_ids: [] }, { user_ids: [7] }, { user_ids: Array(101).fill('john') }])(
    'refuses a batch %j',
    async batch => {
      const { request } = await emulate()
      const init = { method: 'POST', body: JSON.stringify(batch), token: serverToken }
      expect((await request('/users/deactivate', init)).body.code).toBe(4)
    },
  )
})

import type { Channel } from 'stream-chat'
import { describe, expect, it } from 'vitest'
import { userToken } from '../fixture/emulate.js'
import { conversation, withUsers } from './fixture.js'

describe('a user who is not a member', () => {
  it.each<[string, (channel: Channel) => Promise<unknown>]>([
    ['watch the channel', channel => channel.watch()],
    ['send a message', channel => channel.sendMessage({ text: 'Hello' })],
    ['type', channel => channel.sendEvent({ type: 'typing.start' })],
    ['mark the channel as read', channel => channel.getClient().post(`${channel._channelURL()}/read`)],
    ['mark it as unread', channel => channel.getClient().post(`${channel._channelURL()}/unread`)],
    ['read its members', channel => channel.queryMembers({})],
    ['add itself', channel => channel.addMembers(['joan'])],
    ['find it', channel => channel.getClient().queryChannels({ cid: channel.cid })],
  ])('cannot %s', async (_, act) => {
    const { connect } = await conversation()
    const joan = await connect('joan')
    const channel = joan.channel('messaging', 'talk')
    channel.initialized = true
    await expect(act(channel)).rejects.toMatchObject({
      code: 17,
      status: 403,
      message: expect.stringContaining("User 'joan' with role 'user' is not allowed to perform action"),
    })
  })

  it('may read and write a channel of its own', async () => {
    const { connect } = await withUsers('john')
    const channel = (await connect('john')).channel('messaging', 'own')
    await channel.watch()
    expect((await channel.sendMessage({ text: 'Note' })).message.text).toBe('Note')
    expect((await channel.query({})).messages).toHaveLength(1)
  })
})

it('a member cannot change a channel that another user has created', async () => {
  const { janes } = await conversation()
  const changing = janes.addMembers(['joan'])
  await expect(changing).rejects.toMatchObject({ code: 17, status: 403 })
})

it('an anonymous user finds no channels, and cannot create one', async () => {
  const { chat } = await conversation()
  const client = chat()
  await client.connectAnonymousUser()
  expect(await client.queryChannels({ cid: 'messaging:none' })).toEqual([])
  await expect(client.queryChannels({})).rejects.toMatchObject({ code: 17 })
  await expect(client.channel('messaging', 'new').watch()).rejects.toMatchObject({ code: 17 })
  await expect(client.channel('messaging', 'talk').watch()).rejects.toMatchObject({ code: 17 })
})

describe('the server', () => {
  it('sends messages for users, and must name one that exists', async () => {
    const { admin } = await conversation()
    const channel = admin.channel('messaging', 'talk')
    expect((await channel.sendMessage({ text: 'Hi', user_id: 'joan' })).message.user?.id).toBe('joan')
    await expect(channel.sendMessage({ text: 'Hi' })).rejects.toMatchObject({ code: 4 })
    await expect(channel.sendMessage({ text: 'Hi', user_id: 'ghost' })).rejects.toMatchObject({ code: 4 })
  })

  it('must name the creator of a channel', async () => {
    const { admin } = await withUsers('john')
    const create = (data: object) => admin.channel('messaging', 'new', data).create()
    await expect(create({ members: ['john'] })).rejects.toMatchObject({ code: 4 })
    await expect(create({ created_by_id: 'ghost' })).rejects.toMatchObject({ code: 4 })
    await expect(create({ created_by_id: 'john', members: ['ghost'] })).rejects.toMatchObject({ code: 4 })
    expect(await admin.queryChannels({})).toEqual([])
  })
})

it('a user who has never connected does not exist', async () => {
  const { request } = await withUsers()
  const init = { method: 'POST', body: '{"data":{}}', token: userToken('ghost') }
  expect((await request('/channels/messaging/new/query', init)).body).toMatchObject({ code: 4 })
  expect((await request('/channels/messaging/new/message', init)).body).toMatchObject({ code: 16 })
})

import { describe, expect, it } from 'vitest'
import { conversation, next } from './fixture.js'

describe('unread messages', () => {
  it('are counted for every member except the sender, also for one who is offline', async () => {
    const { admin, connect, johns, janes, jane } = await conversation()
    await admin.channel('messaging', 'talk').addMembers(['joan'])
    const second = next(jane, 'message.new')
    await johns.sendMessage({ text: 'One' })
    await second
    const third = next(jane, 'message.new')
    await johns.sendMessage({ text: 'Two' })
    expect(await third).toMatchObject({ total_unread_count: 2, unread_count: 2, unread_channels: 1 })
    expect([johns.countUnread(), janes.countUnread()]).toEqual([0, 2])

    const joan = await connect('joan')
    expect(joan.user).toMatchObject({ total_unread_count: 2, unread_count: 2, unread_channels: 1 })
    const [joans] = await joan.queryChannels({ members: { $in: ['joan'] } })
    expect(joans?.countUnread()).toBe(2)
    expect(await joan.getUnreadCount()).toMatchObject({
      total_unread_count: 2,
      channels: [{ channel_id: 'messaging:talk', unread_count: 2 }],
      channel_type: [{ channel_type: 'messaging', channel_count: 1, unread_count: 2 }],
      threads: [],
    })
  })

  it('do not count silent messages, or messages from before a member joined', async () => {
    const { admin, connect, johns, janes } = await conversation()
    const received = next(janes, 'message.new')
    await johns.sendMessage({ text: 'Before', silent: true })
    await received
    await admin.channel('messaging', 'talk').addMembers(['joan'])
    const joan = await connect('joan')
    expect([joan.user, janes.countUnread()]).toMatchObject([{ total_unread_count: 0 }, 0])
  })
})

describe('markRead', () => {
  it('shows the other members what a user has read, and the new counts on all devices of the user', async () => {
    const { connect, johns, janes, jane } = await conversation()
    const phone = await connect('jane')
    await johns.sendMessage({ text: 'At the same time' })
    const received = next(janes, 'message.new')
    const { message } = await johns.sendMessage({ id: 'john-1', text: 'Hello' })
    await received

    const seen = next(johns, 'message.read')
    const counted = Promise.all([jane, phone].map(device => next(device, 'notification.mark_read')))
    await janes.markRead()
    expect(await seen).toMatchObject({ user: { id: 'jane' }, last_read_message_id: 'john-1' })
    expect(johns.state.read.jane).toMatchObject({
      unread_messages: 0,
      last_read_message_id: 'john-1',
      last_read: new Date(message.created_at ?? ''),
    })
    const none = { cid: 'messaging:talk', total_unread_count: 0, unread_channels: 0 }
    expect(await counted).toMatchObject([none, none])
    expect(janes.countUnread()).toBe(0)
    expect((await jane.getUnreadCount()).channels).toEqual([])
  })
})

describe('markUnread', () => {
  it('makes a message and those after it unread', async () => {
    const { johns, janes, jane } = await conversation()
    for (const id of ['one', 'two', 'three']) await johns.sendMessage({ id, text: id })
    await janes.markRead()
    const marked = next(jane, 'notification.mark_unread')
    await janes.markUnread({ message_id: 'two' })
    expect(await marked).toMatchObject({
      first_unread_message_id: 'two',
      last_read_message_id: 'one',
      unread_messages: 2,
      total_unread_count: 2,
    })
    const { read } = await janes.query({})
    expect(read?.find(({ user }) => user.id === 'jane')).toMatchObject({ unread_messages: 2 })
  })

  it('refuses a message that does not exist', async () => {
    const { janes } = await conversation()
    await expect(janes.markUnread({ message_id: 'none' })).rejects.toMatchObject({ code: 16, status: 404 })
  })
})

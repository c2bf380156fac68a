import { describe, expect, it } from 'vitest'
import { start, userToken } from '../fixture/emulate.js'
import { conversation, next, textsOf, withUsers } from './fixture.js'

const startDate = new Date(start * 1000).toISOString()

describe('a channel', () => {
  it('is created by the user who watches it first', async () => {
    const { connect } = await withUsers('john', 'jane')
    const john = await connect('john')
    const channel = john.channel('messaging', 'talk', { members: ['john', 'jane'], name: 'Talk' })
    const state = await channel.watch()
    expect(state).toMatchObject({
      channel: {
        cid: 'messaging:talk',
        name: 'Talk',
        created_by: { id: 'john' },
        created_at: startDate,
        member_count: 2,
        config: { typing_events: true, read_events: true, replies: false },
      },
      members: [
        { user_id: 'john', role: 'owner', user: { online: true } },
        { user_id: 'jane', role: 'member', user: { name: "jane's name", online: false } },
      ],
      membership: { user_id: 'john' },
      messages: [],
      read: [{ user: { id: 'john' }, unread_messages: 0 }, { user: { id: 'jane' } }],
      watcher_count: 1,
      watchers: [{ id: 'john' }],
    })
  })

  it('is created by the server in the name of a user, and notifies its members', async () => {
    const { admin, connect } = await withUsers('john', 'jane')
    const jane = await connect('jane')
    const added = next(jane, 'notification.added_to_channel')
    const data = { members: ['john', 'jane'], created_by_id: 'john' }
    const created = await admin.channel('messaging', 'talk', data).create()
    expect(created.channel.created_by).toMatchObject({ id: 'john' })
    expect(await added).toMatchObject({ cid: 'messaging:talk', member: { user_id: 'jane' } })
  })

  it('without an id is the only one of its members', async () => {
    const { connect } = await withUsers('john', 'jane')
    const [john, jane] = [await connect('john'), await connect('jane')]
    const first = john.channel('messaging', { members: ['john', 'jane'] })
    const second = jane.channel('messaging', { members: ['jane', 'john'] })
    await first.watch()
    await second.watch()
    expect(first.id).toMatch(/^!members-[\w-]{43}$/)
    expect(second.id).toBe(first.id)
  })
})

describe('a channel that cannot exist', () => {
  it.each([
    ['a space in its id', '/channels/messaging/a%20b/query', {}],
    ['an id of 65 characters', `/channels/messaging/${'x'.repeat(65)}/query`, {}],
    ['own fields over 5 KB', '/channels/messaging/new/query', { topic: 'x'.repeat(5120) }],
    ['neither an id nor two members', '/channels/messaging/query', { members: ['john'] }],
    ['101 members', '/channels/messaging/new/query', { members: Array(101).fill('john') }],
    ['members that are no ids', '/channels/messaging/new/query', { members: [{}] }],
    ['data that is no object', '/channels/messaging/new/query', 'x'],
  ])('is refused: %s', async (_, path, data) => {
    const { connect, request } = await withUsers('john')
    const john = await connect('john')
    const body = JSON.stringify({ data })
    const { status } = await request(path, { method: 'POST', body, token: userToken('john') })
    expect([400, 413]).toContain(status)
    expect(await john.queryChannels({})).toEqual([])
  })
})

describe('a message', () => {
  it('is sent to everyone who watches the channel', async () => {
    const { johns, janes } = await conversation()
    const received = next(janes, 'message.new')
    const { message } = await johns.sendMessage({ id: 'john-1', text: 'Hello', mentioned_users: ['jane'] })
    expect(message).toMatchObject({
      id: 'john-1',
      cid: 'messaging:talk',
      type: 'regular',
      text: 'Hello',
      user: { id: 'john' },
      mentioned_users: [{ id: 'jane' }],
    })
    expect(await received).toMatchObject({
      cid: 'messaging:talk',
      channel_type: 'messaging',
      channel_id: 'talk',
      message: { id: 'john-1', text: 'Hello' },
      user: { id: 'john' },
      watcher_count: 2,
      total_unread_count: 1,
      unread_channels: 1,
    })
    const answered = next(johns, 'message.new')
    await janes.sendMessage({ text: 'Hi' })
    await answered
    expect(textsOf(johns)).toEqual(['Hello', 'Hi'])
    expect(textsOf(janes)).toEqual(['Hello', 'Hi'])
  })

  it('is refused a second time, in words by which clients know that it was sent', async () => {
    const { johns } = await conversation()
    await johns.sendMessage({ id: 'one', text: 'Hello' })
    const again = johns.sendMessage({ id: 'one', text: 'Hello' })
    await expect(again).rejects.toMatchObject({ code: 4, message: expect.stringContaining('already exists') })
  })

  it('keeps attachments and fields of the app', async () => {
    const { johns, janes } = await conversation()
    const attachments = [{ type: 'image', image_url: 'https://example.com/a.png' }]
    await johns.sendMessage({ text: '', attachments, mood: 'good' } as never)
    expect((await janes.query({})).messages).toMatchObject([{ text: '', attachments, mood: 'good' }])
  })

  it.each([
    ['no text', { text: ' ' }, 4],
    ['5,001 characters', { text: 'x'.repeat(5001) }, 4],
    ['31 attachments', { text: 'x', attachments: Array(31).fill({}) }, 4],
    ['an attachment over 5 KB', { text: 'x', attachments: [{ text: 'x'.repeat(5120) }] }, 22],
    ['own fields over 5 KB', { text: 'x', mood: 'x'.repeat(5120) }, 22],
    ['an unknown user in mentioned_users', { text: 'x', mentioned_users: ['ghost'] }, 4],
    ['an empty id', { text: 'x', id: '' }, 4],
    ['a parent, since there are no threads', { text: 'x', parent_id: 'one' }, 4],
  ])('is refused with %s', async (_, message, code) => {
    const { johns } = await conversation()
    await expect(johns.sendMessage(message)).rejects.toMatchObject({ code })
    expect((await johns.query({})).messages).toEqual([])
  })
})

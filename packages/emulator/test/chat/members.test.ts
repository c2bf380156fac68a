import { describe, expect, it } from 'vitest'
import { conversation, next, textsOf } from './fixture.js'

describe('addMembers', () => {
  it('notifies the new member, who can read all messages, and those who watch', async () => {
    const { connect, johns, janes } = await conversation()
    await johns.sendMessage({ text: 'Hello' })
    const joan = await connect('joan')
    const [added, seen] = [next(joan, 'notification.added_to_channel'), next(janes, 'member.added')]
    await johns.addMembers(['joan'])
    expect(await added).toMatchObject({ cid: 'messaging:talk', channel: { name: 'Talk', member_count: 3 } })
    expect(await seen).toMatchObject({ member: { user_id: 'joan', role: 'member' } })
    const joans = joan.channel('messaging', 'talk')
    await joans.watch()
    expect([textsOf(joans), joans.countUnread()]).toEqual([['Hello'], 0])
  })
})

describe('removeMembers', () => {
  it('notifies the member, who can no longer read the channel and receives no messages', async () => {
    const { jane, johns } = await conversation()
    const types: string[] = []
    const removed = next(jane, 'notification.removed_from_channel')
    await johns.removeMembers(['jane'])
    expect(await removed).toMatchObject({ cid: 'messaging:talk', user: { id: 'jane' } })
    await expect(jane.channel('messaging', 'talk').query({})).rejects.toMatchObject({ code: 17 })
    jane.on(event => types.push(event.type))
    await johns.sendMessage({ text: 'Without Jane' })
    await jane.queryUsers({ id: 'jane' })
    expect(types).not.toContain('message.new')
    expect(types).not.toContain('notification.message_new')
  })
})

describe('a member', () => {
  it('may leave, and nothing else', async () => {
    const { jane, johns, janes } = await conversation()
    await expect(janes.removeMembers(['john'])).rejects.toMatchObject({ code: 17 })
    await expect(janes.removeMembers(['john', 'jane'])).rejects.toMatchObject({ code: 17 })
    await expect(janes.update({ name: 'Gossip' })).rejects.toMatchObject({ code: 17 })
    const seen = next(johns, 'member.removed')
    await janes.removeMembers(['jane'])
    expect(await seen).toMatchObject({ user: { id: 'jane' } })
    expect(await jane.queryChannels({ members: { $in: ['jane'] } })).toEqual([])
  })
})

describe('update', () => {
  it('replaces the fields of a channel, also for those who watch', async () => {
    const { johns, janes } = await conversation()
    const updated = next(janes, 'channel.updated')
    await johns.update({ name: 'Gossip' })
    expect(await updated).toMatchObject({ channel: { name: 'Gossip', member_count: 2 } })
    expect(janes.data?.name).toBe('Gossip')
  })
})

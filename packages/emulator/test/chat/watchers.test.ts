import { describe, expect, it } from 'vitest'
import { userToken } from '../fixture/emulate.js'
import { conversation, FLUSH, flush, next, recordTypes, withUsers } from './fixture.js'

describe('watchers', () => {
  it('are notified of who starts and who stops watching', async () => {
    const { admin, connect, johns, jane } = await conversation()
    await admin.channel('messaging', 'talk').addMembers(['joan'])
    const joan = await connect('joan')
    const started = next(johns, 'user.watching.start')
    const joans = joan.channel('messaging', 'talk')
    expect(await joans.watch()).toMatchObject({ watcher_count: 3 })
    expect(await started).toMatchObject({ user: { id: 'joan' }, watcher_count: 3 })

    const stopped = next(johns, 'user.watching.stop')
    await joans.stopWatching()
    expect(await stopped).toMatchObject({ user: { id: 'joan' }, watcher_count: 2 })
    const left = next(johns, 'user.watching.stop')
    await jane.disconnectUser()
    expect(await left).toMatchObject({ user: { id: 'jane' }, watcher_count: 1 })
  })

  it('are users: a second device of one changes nothing', async () => {
    const { connect, jane, janes } = await conversation()
    const types = recordTypes(jane)
    const phone = await connect('john')
    const state = await phone.channel('messaging', 'talk').watch()
    expect(state.watcher_count).toBe(2)
    const received = Promise.all([next(phone, 'message.new'), next(janes, 'message.new')])
    await janes.sendMessage({ text: 'Hello' })
    expect(await received).toMatchObject([{ message: { text: 'Hello' } }, { message: { text: 'Hello' } }])
    await phone.disconnectUser()
    await flush(janes)
    expect(types).toEqual(['message.new', FLUSH])
  })

  it('receive message.new, and all other members notification.message_new with the channel', async () => {
    const { admin, connect, john, johns, janes } = await conversation()
    await admin.channel('messaging', 'talk').addMembers(['joan'])
    const joan = await connect('joan')
    await janes.stopWatching()
    await flush(johns)
    const [joans, johnsTypes] = [recordTypes(joan), recordTypes(john)]
    const notified = next(joan, 'notification.message_new')
    await johns.sendMessage({ text: 'Hello' })
    expect(await notified).toMatchObject({
      channel: { cid: 'messaging:talk', config: { typing_events: true } },
      message: { text: 'Hello' },
      total_unread_count: 1,
    })
    await flush(johns)
    expect([joans, johnsTypes]).toEqual([['notification.message_new'], ['message.new', FLUSH]])
  })

  it('need a connection of their own', async () => {
    const { john, request } = await conversation()
    const query = (connectionId: string, token: string) =>
      request(`/channels?connection_id=${connectionId}`, {
        method: 'POST',
        body: '{"watch":true}',
        token,
      })
    const johnsId = john.wsConnection?.connectionID ?? ''
    expect((await query(johnsId, userToken('john'))).status).toBe(201)
    expect((await query(johnsId, userToken('jane'))).body).toMatchObject({ code: 46, StatusCode: 400 })
    expect((await query('unknown', userToken('john'))).body).toMatchObject({ code: 46 })
  })
})

describe('presence', () => {
  it('is sent to those who asked for it, when the first device connects and the last one leaves', async () => {
    const { connect, emulator } = await withUsers('john', 'jane')
    const john = await connect('john')
    const channel = john.channel('messaging', 'talk', { members: ['john', 'jane'] })
    await channel.watch({ presence: true })
    const online = next(john, 'user.presence.changed')
    const jane = await connect('jane')
    expect(await online).toMatchObject({ user: { id: 'jane', online: true } })
    expect(channel.state.members.jane?.user?.online).toBe(true)

    const phone = await connect('jane')
    const events: unknown[] = []
    john.on('user.presence.changed', ({ user }) => events.push(user?.online))
    const closed = emulator.events.next({ type: 'disconnected', userId: 'jane' })
    await phone.disconnectUser()
    await closed
    expect((await john.queryUsers({ id: 'jane' })).users).toMatchObject([{ online: true }])
    const offline = next(john, 'user.presence.changed')
    await jane.disconnectUser()
    await offline
    expect(events).toEqual([false])
  })
})

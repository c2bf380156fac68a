import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { apiKey, start, userToken } from '../fixture/emulate.js'
import { conversation, flush, next, recordTypes, textsOf, withUsers } from './fixture.js'

describe('reset', () => {
  it('forgets the channels, and clients can talk again on the same emulator', async () => {
    const { admin, connect, emulator, johns } = await conversation()
    await johns.sendMessage({ text: 'Before' })
    emulator.reset()
    expect(await admin.queryChannels({})).toEqual([])

    await admin.upsertUser({ id: 'joan' })
    const channel = (await connect('joan')).channel('messaging', 'talk')
    await channel.watch()
    expect(textsOf(channel)).toEqual([])
    expect(channel.data).toMatchObject({ created_by: { id: 'joan' }, member_count: 0 })
    const sent = next(channel, 'message.new')
    await channel.sendMessage({ text: 'After' })
    expect(await sent).toMatchObject({ watcher_count: 1, message: { text: 'After' } })
  })
})

describe('dropConnections', () => {
  it('of one user lets that user miss events, and no other', async () => {
    const { emulator, john, jane, johns, janes } = await conversation()
    const recovered = next(jane, 'connection.recovered')
    const left = next(john, 'user.watching.stop')
    emulator.dropConnections({ userId: 'jane' })
    expect(await left).toMatchObject({ user: { id: 'jane', online: false } })
    const received = next(johns, 'message.new')
    await johns.sendMessage({ text: 'Missed' })
    await received
    await recovered
    expect(textsOf(janes)).toEqual(['Missed'])
  }, 20_000)
})

describe('fail', () => {
  const route = 'POST /channels/{type}/{id}/message'

  it.each([
    [{ code: 17 } as const, { status: 403, code: 17 }],
    [500, { status: 500, code: -1 }],
  ])('lets sending fail with %j, and nobody receives the message', async (failure, error) => {
    const { emulator, jane, johns, janes } = await conversation()
    const types = recordTypes(jane)
    emulator.fail(route, failure, { times: 1 })
    await expect(johns.sendMessage({ text: 'Lost' })).rejects.toMatchObject(error)
    const received = next(janes, 'message.new')
    await johns.sendMessage({ text: 'Sent' })
    await received
    await flush(janes)
    expect(textsOf(janes)).toEqual(['Sent'])
    expect(types.filter(type => type === 'message.new')).toHaveLength(1)
  })

  it('also applies to the paths of node-sdk', async () => {
    const { emulator, request } = await conversation()
    emulator.fail(route, 429)
    const path = '/api/v2/chat/channels/messaging/talk/message'
    const { status } = await request(path, { method: 'POST', body: '{}', token: userToken('john') })
    expect(status).toBe(429)
  })
})

it('the events name who sent each request of a conversation', async () => {
  const { emulator, johns, janes } = await conversation()
  const path = '/channels/messaging/talk/message'
  const answered = emulator.events.next({ type: 'request', path, userId: 'jane' })
  await johns.sendMessage({ text: 'Hello' })
  await janes.sendMessage({ text: 'Hi' })
  expect(await answered).toMatchObject({ method: 'POST', status: 201 })
  expect(emulator.events.all({ path, userId: 'john' })).toHaveLength(1)
})

it('the clock that a test moves dates the messages', async () => {
  const { emulator, johns } = await conversation()
  emulator.clock.advance(86_400)
  const { message } = await johns.sendMessage({ text: 'Tomorrow' })
  expect(message.created_at).toBe(new Date((start + 86_400) * 1000).toISOString())
})

describe('a guest', () => {
  it('is added by a member, and both exchange messages', async () => {
    const { chat, connect } = await withUsers('john')
    const guest = chat()
    await guest.setGuestUser({ id: 'ann', name: 'Ann' })
    const id = guest.userID ?? ''
    const john = await connect('john')
    const johns = john.channel('messaging', 'desk', { members: ['john'] })
    await johns.watch()
    const added = next(guest, 'notification.added_to_channel')
    await johns.addMembers([id])
    expect(await added).toMatchObject({
      channel: { cid: 'messaging:desk' },
      member: { user: { role: 'guest' } },
    })

    const guests = guest.channel('messaging', 'desk')
    await guests.watch()
    const asked = next(johns, 'message.new')
    await guests.sendMessage({ text: 'Is anybody there?' })
    expect(await asked).toMatchObject({ user: { id, name: 'Ann', role: 'guest' } })
    const answered = next(guests, 'message.new')
    await johns.sendMessage({ text: 'Yes' })
    expect(await answered).toMatchObject({ message: { text: 'Yes' }, total_unread_count: 1 })
  })

  it('cannot enter a channel that it is not a member of', async () => {
    const { chat } = await conversation()
    const guest = chat()
    await guest.setGuestUser({ id: 'john' })
    await expect(guest.channel('messaging', 'talk').watch()).rejects.toMatchObject({ code: 17 })
  })
})

describe('sockets that receive no events', () => {
  /** A socket whose frames are recorded, after its first. */
  async function connect(url: string, query: object, firstMessage?: object) {
    const target = new URL(`${url.replace('http', 'ws')}/connect`)
    for (const [name, value] of Object.entries({ api_key: apiKey, ...query }))
      target.searchParams.set(name, value)
    const socket = new WebSocket(target)
    const first = new Promise(resolve => socket.once('message', data => resolve(JSON.parse(String(data)))))
    if (firstMessage !== undefined) socket.once('open', () => socket.send(JSON.stringify(firstMessage)))
    const frames: unknown[] = [await first]
    socket.on('message', data => frames.push(JSON.parse(String(data))))
    return { socket, frames }
  }

  it('are those of anonymous users, who may have chosen the id of a member', async () => {
    const { johns, janes, request, url } = await conversation()
    await johns.sendMessage({ text: 'For jane alone' })
    const json = JSON.stringify({ user_id: 'jane' })
    const { socket, frames } = await connect(url, { json, 'stream-auth-type': 'anonymous' })
    expect(frames).toMatchObject([{ me: { role: 'anonymous', total_unread_count: 0 } }])
    const [{ connection_id }] = frames as [{ connection_id: string }]
    const { body } = await request(`/channels?connection_id=${connection_id}`, {
      ...{ method: 'POST', body: '{"watch":true}', token: userToken('jane') },
    })
    expect(body).toMatchObject({ code: 46 })
    await johns.sendMessage({ text: 'Another' })
    await flush(janes)
    expect(await answerTo(socket)).toMatchObject({ type: 'health.check' })
    expect(frames).toHaveLength(2)
  })

  it('do not keep the user online whose id an anonymous user has chosen', async () => {
    const { john, jane, johns, url } = await conversation()
    await johns.watch({ presence: true })
    const json = JSON.stringify({ user_id: 'jane' })
    await connect(url, { json, 'stream-auth-type': 'anonymous' })
    const offline = next(john, 'user.presence.changed')
    await jane.disconnectUser()
    expect(await offline).toMatchObject({ user: { id: 'jane', online: false } })
  })

  it('are those of video', async () => {
    const { johns, janes, url } = await conversation()
    const message = { token: userToken('jane'), user_details: { id: 'jane' } }
    const { socket, frames } = await connect(url, { 'stream-auth-type': 'jwt' }, message)
    expect(frames).toMatchObject([{ type: 'connection.ok' }])
    await johns.sendMessage({ text: 'Hello' })
    await flush(janes)
    await answerTo(socket)
    expect(frames).toHaveLength(2)
  })

  /** Resolves with the response to a ping, which comes after everything that was sent before it. */
  function answerTo(socket: WebSocket): Promise<unknown> {
    const answer = new Promise(resolve => socket.once('message', data => resolve(JSON.parse(String(data)))))
    socket.send('{}')
    return answer
  }
})

describe('a user who changes', () => {
  it('is announced to those who asked for its presence', async () => {
    const { admin, connect, john, jane } = await conversation()
    const watching = john.channel('messaging', 'talk')
    await watching.watch({ presence: true })
    const janes = recordTypes(jane)
    const updated = next(john, 'user.updated')
    await admin.upsertUser({ id: 'jane', name: 'Jane the Second' })
    expect(await updated).toMatchObject({ user: { id: 'jane', name: 'Jane the Second' } })
    expect(watching.state.members.jane?.user?.name).toBe('Jane the Second')

    const patched = next(john, 'user.updated')
    await admin.partialUpdateUser({ id: 'jane', set: { name: 'Jane' } })
    expect(await patched).toMatchObject({ user: { name: 'Jane' } })
    await connect('joan')
    await flush(watching)
    expect(janes).not.toContain('user.updated')
  })

  it('leaves its channels when it is deleted, and its messages stay', async () => {
    const { admin, connect, emulator, john, jane, johns, janes } = await conversation()
    await janes.sendMessage({ text: 'Farewell' })
    await johns.watch({ presence: true })
    const deleted = next(john, 'user.deleted')
    await admin.deleteUsers(['jane'], { user: 'hard' })
    expect(await deleted).toMatchObject({ user: { id: 'jane', deleted_at: expect.any(String) } })
    expect(await johns.query({ watch: true })).toMatchObject({ watcher_count: 1 })
    const ended = emulator.events.next({ type: 'disconnected', userId: 'jane' })
    await jane.disconnectUser()
    await ended

    const server = await admin.queryChannels({ cid: johns.cid })
    expect(server[0]?.state.members).toEqual({ john: expect.objectContaining({ user_id: 'john' }) })
    const user = { id: 'jane', deleted_at: expect.anything() }
    expect(server[0]?.state.messages).toMatchObject([{ text: 'Farewell', user }])
    const another = await connect('jane')
    await expect(another.channel('messaging', 'talk').watch()).rejects.toMatchObject({ code: 17 })
  })
})

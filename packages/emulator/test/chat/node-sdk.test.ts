import { StreamClient } from '@stream-io/node-sdk'
import { expect, it } from 'vitest'
import { apiKey, apiSecret, start } from '../fixture/emulate.js'
import { next, withUsers } from './fixture.js'

it('node-sdk creates a channel and sends a message, which stream-chat receives', async () => {
  const { connect, url } = await withUsers('john', 'jane')
  const server = new StreamClient(apiKey, apiSecret, { basePath: url })
  const members = [{ user_id: 'john' }, { user_id: 'jane' }]
  const data = { created_by_id: 'john', members, custom: { name: 'Talk' } }
  const created = await server.chat.getOrCreateChannel({ type: 'messaging', id: 'talk', data })
  expect(created.channel).toMatchObject({ cid: 'messaging:talk', custom: { name: 'Talk' }, member_count: 2 })
  expect(created.channel?.created_at).toEqual(new Date(start * 1000))

  const jane = await connect('jane')
  const channel = jane.channel('messaging', 'talk')
  await channel.watch()
  expect(channel.data?.name).toBe('Talk')
  const received = next(channel, 'message.new')
  const message = { text: 'Hello', user_id: 'john', custom: { mood: 'good' } }
  const sent = await server.chat.sendMessage({ type: 'messaging', id: 'talk', message })
  expect(sent.message).toMatchObject({ text: 'Hello', custom: { mood: 'good' } })
  expect(await received).toMatchObject({ message: { text: 'Hello', mood: 'good', user: { id: 'john' } } })
  const { channels } = await server.chat.queryChannels({ filter_conditions: { members: { $in: ['jane'] } } })
  expect(channels).toMatchObject([{ messages: [{ text: 'Hello' }], read: [{ unread_messages: 0 }, {}] }])
})

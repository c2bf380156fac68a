import { expect, it } from 'vitest'
import { conversation, next, textsOf } from './fixture.js'

it('a client that reconnects receives what it missed, and watches its channels again', async () => {
  const { admin, emulator, jane, johns, janes } = await conversation()
  const sent = next(janes, 'message.new')
  await johns.sendMessage({ text: 'Before' })
  await sent

  const dropped = next(jane, 'connection.changed')
  const recovered = next(jane, 'connection.recovered')
  emulator.dropConnections()
  await dropped
  await admin.channel('messaging', 'talk').sendMessage({ text: 'Meanwhile', user_id: 'john' })
  await recovered
  expect(textsOf(janes)).toEqual(['Before', 'Meanwhile'])
  expect(janes.countUnread()).toBe(2)

  const received = next(janes, 'message.new')
  await admin.channel('messaging', 'talk').sendMessage({ text: 'After', user_id: 'john' })
  await received
  expect(textsOf(janes)).toEqual(['Before', 'Meanwhile', 'After'])
}, 20_000)

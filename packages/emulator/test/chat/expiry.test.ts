import { expect, it } from 'vitest'
import { userToken } from '../fixture/emulate.js'
import { FLUSH, flush, next, recordTypes, textsOf, withUsers } from './fixture.js'

it('a token that expires in mid-conversation costs one new token, and no message', async () => {
  const { chat, connect, events, time } = await withUsers('john', 'jane')
  const john = chat()
  const tokens: number[] = []
  await john.connectUser({ id: 'john' }, async () => {
    tokens.push(time.seconds)
    return userToken('john', { iat: time.seconds, exp: time.seconds + 60 })
  })
  const johns = john.channel('messaging', 'talk', { members: ['john', 'jane'] })
  await johns.watch()
  const jane = await connect('jane')
  const janes = jane.channel('messaging', 'talk')
  await janes.watch()
  const types = recordTypes(jane)

  time.seconds += 60
  const received = next(janes, 'message.new')
  await johns.sendMessage({ text: 'Still here' })
  await received
  const answered = next(johns, 'message.new')
  await janes.sendMessage({ text: 'Me too' })
  await answered
  await flush(janes)
  expect(tokens).toEqual([time.seconds - 60, time.seconds])
  expect(types).toEqual(['message.new', 'message.new', FLUSH])
  expect(textsOf(johns)).toEqual(['Still here', 'Me too'])
  expect(events.filter(({ status }) => status >= 400).map(({ code }) => code)).toEqual([40])
})

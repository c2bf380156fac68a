import { describe, expect, it } from 'vitest'
import { conversation, textsOf } from './fixture.js'

/** A channel with the messages "1" to "9"; the ids are the texts. */
async function nineMessages() {
  const conversed = await conversation()
  for (const text of '123456789') await conversed.johns.sendMessage({ id: text, text })
  const { messages } = await conversed.johns.query({})
  const dateOf = (id: string) => messages.find(message => message.id === id)?.created_at ?? ''
  return { ...conversed, dateOf }
}

describe('pages of messages', () => {
  it.each([
    ['the newest', { limit: 3 }, '789'],
    ['older than a message', { limit: 3, id_lt: '5' }, '234'],
    ['up to a message', { limit: 3, id_lte: '5' }, '345'],
    ['newer than a message', { limit: 3, id_gt: '5' }, '678'],
    ['from a message on', { limit: 3, id_gte: '5' }, '567'],
    ['between messages', { limit: 9, id_gt: '2', id_lt: '6' }, '345'],
    ['around a message', { limit: 3, id_around: '5' }, '456'],
    ['around the first', { limit: 3, id_around: '1' }, '123'],
    ['around the last', { limit: 3, id_around: '9' }, '789'],
    ['with an offset', { limit: 3, offset: 2 }, '567'],
    ['older than the first', { limit: 3, id_lt: '1' }, ''],
    ['none', { limit: 0 }, ''],
  ])('%s', async (_, messages, expected) => {
    const { johns } = await nineMessages()
    const page = await johns.query({ messages })
    expect(page.messages.map(({ text }) => text).join('')).toBe(expected)
  })

  it.each([
    ['created_at_before', '34'],
    ['created_at_before_or_equal', '45'],
    ['created_at_after', '67'],
    ['created_at_after_or_equal', '56'],
    ['created_at_around', '45'],
  ])('by date: %s', async (name, expected) => {
    const { johns, dateOf } = await nineMessages()
    const page = await johns.query({ messages: { limit: 2, [name]: dateOf('5') } })
    expect(page.messages.map(({ text }) => text).join('')).toBe(expected)
  })

  it.each([{ limit: 301 }, { limit: -1 }, { limit: 1.5 }, { id_lt: 'none' }, { created_at_after: 'never' }])(
    'are refused with %o',
    async messages => {
      const { johns } = await conversation()
      await expect(johns.query({ messages })).rejects.toMatchObject({ code: 4, status: 400 })
    },
  )

  it('are merged by the client, which knows where the conversation starts', async () => {
    const { connect } = await nineMessages()
    const channel = (await connect('jane')).channel('messaging', 'talk')
    await channel.watch({ messages: { limit: 4 } })
    expect([textsOf(channel).join(''), channel.state.messagePagination.hasPrev]).toEqual(['6789', true])
    await channel.query({ messages: { limit: 6, id_lt: '6' } })
    expect(textsOf(channel).join('')).toBe('123456789')
    expect(channel.state.messagePagination.hasPrev).toBe(false)
  })

  it('keep the order of messages that were sent at the same time', async () => {
    const { dateOf } = await nineMessages()
    const dates = [...'123456789'].map(dateOf)
    expect(dates).toEqual([...new Set(dates)].sort())
  })
})

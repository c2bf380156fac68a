import { describe, expect, it } from 'vitest'
import { addMessage } from '../../src/chat/add-message.js'
import type { Channel } from '../../src/chat/channel.js'

const empty: Channel = {
  ...{ type: 'messaging', id: 'talk', cid: 'messaging:talk', createdBy: 'john', createdAt: 0, updatedAt: 0 },
  ...{ fields: {}, members: new Map(), messages: [] },
}

/** A channel in which many messages were sent at the same time. */
function withMessages(count: number): Channel {
  const sent = Array.from({ length: count }, (_, index) => ({
    ...{ id: `m${index}`, userId: 'john', text: 'Hello' },
    ...{ attachments: [], mentions: [], silent: false, fields: {} },
  }))
  return sent.reduce((channel, draft) => addMessage(channel, draft, 5000).channel, empty)
}

describe('addMessage', () => {
  it('keeps the last 1,000 messages', () => {
    const { messages } = withMessages(1002)
    expect([messages.length, messages[0]?.id, messages.at(-1)?.id]).toEqual([1000, 'm2', 'm1001'])
  })

  it('gives messages of the same time increasing dates', () => {
    const { messages, lastMessageAt } = withMessages(3)
    expect(messages.map(({ createdAt }) => createdAt)).toEqual([5000, 5001, 5002])
    expect(lastMessageAt).toBe(5002)
  })
})

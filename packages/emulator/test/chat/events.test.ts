import type { EventTypes } from 'stream-chat'
import { describe, expect, it } from 'vitest'
import { conversation, next } from './fixture.js'

describe('typing', () => {
  it('shows to everyone who watches the channel, until it stops', async () => {
    const { johns, janes } = await conversation()
    const started = next(janes, 'typing.start')
    await johns.keystroke()
    expect(await started).toMatchObject({ cid: 'messaging:talk', user: { id: 'john', name: "john's name" } })
    expect(Object.keys(janes.state.typing)).toEqual(['john'])
    const stopped = next(janes, 'typing.stop')
    await johns.stopTyping()
    await stopped
    expect(janes.state.typing).toEqual({})
  })
})

describe('events of an app', () => {
  it('are sent with their own fields', async () => {
    const { johns, janes } = await conversation()
    const type = 'friendship-request' as EventTypes
    const received = next(janes, type)
    await johns.sendEvent({ type, text: 'Hey' } as never)
    expect(await received).toMatchObject({ type, text: 'Hey', cid: 'messaging:talk', user: { id: 'john' } })
  })

  it.each(['message.new', 'notification.message_new', 'user.updated', 'health.check', 'channel.updated', ''])(
    'cannot have the type "%s"',
    async type => {
      const { johns } = await conversation()
      const sending = johns.sendEvent({ type: type as EventTypes })
      await expect(sending).rejects.toMatchObject({ code: 4, status: 400 })
    },
  )

  it('cannot be larger than 5 KB', async () => {
    const { johns } = await conversation()
    const sending = johns.sendEvent({ type: 'big', text: 'x'.repeat(5120) } as never)
    await expect(sending).rejects.toMatchObject({ code: 22, status: 413 })
  })
})

import type { Channel, Event, EventTypes, StreamChat } from 'stream-chat'
import { emulate, userToken } from '../fixture/emulate.js'

/** An emulator with users who have not connected yet. */
export async function withUsers(...names: readonly string[]) {
  const emulated = await emulate()
  const server = emulated.server()
  if (names.length > 0) await server.upsertUsers(names.map(id => ({ id, name: `${id}'s name` })))
  return {
    ...emulated,
    admin: server,
    /** A connected client of a user. */
    async connect(id: string): Promise<StreamChat> {
      const client = emulated.chat()
      await client.connectUser({ id }, async () => userToken(id))
      return client
    },
  }
}

/** Two connected users, john and jane, who both watch a channel of theirs. */
export async function conversation() {
  const emulated = await withUsers('john', 'jane', 'joan')
  const [john, jane] = [await emulated.connect('john'), await emulated.connect('jane')]
  const johns = john.channel('messaging', 'talk', { members: ['john', 'jane'], name: 'Talk' })
  await johns.watch()
  const janes = jane.channel('messaging', 'talk')
  await janes.watch()
  return { ...emulated, john, jane, johns, janes }
}

/** Resolves with the next event of a type; call it before what causes the event. */
export function next(
  source: { on: (type: EventTypes, listener: (event: Event) => void) => { unsubscribe: () => void } },
  type: EventTypes,
): Promise<Event> {
  return new Promise(resolve => {
    const { unsubscribe } = source.on(type, event => {
      unsubscribe()
      resolve(event)
    })
  })
}

export const textsOf = (channel: { state: { messages: readonly { text?: string | undefined }[] } }) =>
  channel.state.messages.map(({ text }) => text)

/** The types of the events that a client receives from now on. */
export function recordTypes(client: StreamChat): string[] {
  const types: string[] = []
  client.on(event => {
    if (event.type !== 'health.check') types.push(event.type)
  })
  return types
}

/** The type of the event by which `flush` waits. */
export const FLUSH = 'flush' as EventTypes

/** Waits until the client of a channel has received all events that were sent to it. */
export async function flush(channel: Channel): Promise<void> {
  const received = next(channel, FLUSH)
  await channel.sendEvent({ type: FLUSH })
  await received
}

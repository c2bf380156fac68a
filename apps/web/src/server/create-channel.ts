import { StreamChat } from 'stream-chat'
import type { DemoSettings } from './demo-settings.js'
import { demoUsers } from './demo-users.js'

/**
 * Creates the users and their channel at Stream, as an app's server does: with the real client and the app's secret. Members
 * may then read and write. If they exist already, nothing changes.
 */
export async function createChannel({ apiKey, apiSecret, streamUrl }: DemoSettings): Promise<void> {
  const server = new StreamChat(apiKey, apiSecret, { baseURL: streamUrl })
  await server.upsertUsers(demoUsers.map(({ id, name }) => ({ id, name })))
  const members = demoUsers.map(({ id }) => id)
  await server.channel('messaging', 'demo', { members, created_by_id: 'yuki' }).create()
}

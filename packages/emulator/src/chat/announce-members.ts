import type { EmulatedApp } from '../emulated-app.js'
import { writeUser } from '../users/user-json.js'
import { announce } from './announce.js'
import type { Channel } from './channel.js'
import { channelEvent } from './channel-event.js'
import { writeChannel, writeMember } from './channel-json.js'

/** Notifies users who were added or removed, and everyone who watches the channel. */
export function announceMembers(
  app: EmulatedApp,
  channel: Channel,
  userIds: readonly string[],
  change: 'added' | 'removed',
): void {
  const { members } = channel
  for (const userId of userIds) {
    const added = members.get(userId)
    const user = writeUser(app.users.shown(userId), 'v1')
    const member = added === undefined ? { user_id: userId, user } : writeMember(app, added, 'v1')
    announce(app, channel, channelEvent(app, channel, `member.${change}`, { user, member }))
    const type = change === 'added' ? 'notification.added_to_channel' : 'notification.removed_from_channel'
    const own = channelEvent(app, channel, type, { user, member, channel: writeChannel(app, channel, 'v1') })
    for (const { send } of app.connections.ofUser(userId)) send(own)
  }
}

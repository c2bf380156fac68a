import type { ApiCall } from '../http/route.js'
import { StreamError } from '../wire/stream-error.js'
import type { Channel } from './channel.js'

/** Throws unless the caller is the server, a member of the channel, or the user who created it. */
export function assertAllowed({ app, caller }: ApiCall, channel: Channel, action: string): void {
  if (caller.kind === 'server') return
  if (caller.kind === 'user' && hasAccess(channel, caller.userId)) return
  const [id, role] =
    caller.kind === 'user' ? [caller.userId, app.users.shown(caller.userId).role] : ['', 'anonymous']
  throw new StreamError(
    17,
    `User '${id}' with role '${role}' is not allowed to perform action ${action} in scope '${channel.type}'`,
  )
}

export function hasAccess(channel: Channel, userId: string): boolean {
  return channel.members.has(userId) || channel.createdBy === userId
}

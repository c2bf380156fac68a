import type { EmulatedApp } from '../emulated-app.js'
import { writeDate } from '../wire/wire-date.js'
import { writeUser } from './user-json.js'

/** Sends an event about a user to those who asked for the presence of a channel with this member. */
export function announceUser(
  app: EmulatedApp,
  type: 'user.presence.changed' | 'user.updated' | 'user.deleted',
  userId: string,
): void {
  const listening = app.connections
    .all()
    .filter(({ presence }) => [...presence].some(cid => app.channels.find(cid)?.members.has(userId)))
  if (listening.length === 0) return
  const user = writeUser(app.users.shown(userId), 'v1')
  const event = { type, user, created_at: writeDate('v1', app.now()) }
  for (const { send } of listening) send(event)
}

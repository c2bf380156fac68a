import type { EmulatedApp } from '../emulated-app.js'
import type { JsonObject } from '../wire/json-object.js'
import type { Channel } from './channel.js'

/** Sends an event to everyone who watches the channel, except one user. */
export function announce(app: EmulatedApp, channel: Channel, event: JsonObject, except?: string): void {
  for (const { userId, send } of app.connections.watching(channel.cid)) if (userId !== except) send(event)
}

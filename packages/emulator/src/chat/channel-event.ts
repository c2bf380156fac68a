import type { EmulatedApp } from '../emulated-app.js'
import type { JsonObject } from '../wire/json-object.js'
import { writeDate } from '../wire/wire-date.js'
import type { Channel } from './channel.js'

/** Writes an event of a channel. */
export function channelEvent(app: EmulatedApp, channel: Channel, type: string, rest: JsonObject): JsonObject {
  const { cid, id, type: channelType } = channel
  const at = { created_at: writeDate('v1', app.now()) }
  return { ...at, ...rest, type, cid, channel_id: id, channel_type: channelType }
}

import type { ApiCall } from '../http/route.js'
import { assertAllowed } from './assert-allowed.js'
import type { Channel } from './channel.js'

/** The channel in the path. Throws if it does not exist, or if the caller may not use it. */
export function knownChannel(call: ApiCall, action: string): Channel {
  const channel = call.app.channels.known(`${call.type}:${call.id}`)
  assertAllowed(call, channel, action)
  return channel
}

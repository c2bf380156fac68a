import { knownChannel } from '../chat/known-channel.js'
import { callersConnection, stopWatching } from '../chat/watch.js'
import type { Route } from '../http/route.js'

/** Ends the watching of a channel by the caller's socket. */
export const stopWatchingChannel: Route = {
  operation: 'StopWatchingChannel',
  method: 'POST',
  endpoints: ['/channels/{type}/{id}/stop-watching'],
  serverOnly: false,
  handle: call => {
    stopWatching(call.app, callersConnection(call), knownChannel(call, 'ReadChannel'))
    return {}
  },
}

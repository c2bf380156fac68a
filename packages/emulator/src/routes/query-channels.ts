import type { Route } from '../route.js'

/** Always returns an empty list: clients query channels when they reconnect. */
export const queryChannels: Route = {
  operation: 'QueryChannels',
  method: 'POST',
  endpoints: ['/channels', '/chat/channels'],
  serverOnly: false,
  handle: () => ({ channels: [] }),
}

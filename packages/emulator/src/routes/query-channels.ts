import type { Route } from '../route.js'

/** There are no channels; a client asks for them when it reconnects. */
export const queryChannels: Route = {
  operation: 'QueryChannels',
  method: 'POST',
  endpoints: ['/channels', '/chat/channels'],
  serverOnly: false,
  answer: () => ({ channels: [] }),
}

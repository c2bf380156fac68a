import type { Route } from '../http/route.js'

/** Always returns an empty list: video clients query calls when they reconnect. */
export const queryCalls: Route = {
  operation: 'QueryCalls',
  method: 'POST',
  endpoints: ['/calls'],
  serverOnly: false,
  handle: () => ({ calls: [] }),
}

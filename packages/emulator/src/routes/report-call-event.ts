import type { Route } from '../http/route.js'

/** Accepts what video clients report about themselves, from before they connect, and forgets it. */
export const reportCallEvent: Route = {
  operation: 'ReportClientCallEvent',
  method: 'POST',
  endpoints: ['/call_client_event'],
  serverOnly: false,
  handle: () => ({}),
}

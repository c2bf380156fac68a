import type { Route } from '../http/route.js'

/** Accepts the reports that video clients send, even before they connect, and ignores them. */
export const reportCallEvent: Route = {
  operation: 'ReportClientCallEvent',
  method: 'POST',
  endpoints: ['/call_client_event'],
  serverOnly: false,
  handle: () => ({}),
}

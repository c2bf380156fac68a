import type { Route } from '../route.js'
import { writeDate } from '../wire-date.js'

/** Returns the app settings that affect authentication. */
export const getApp: Route = {
  operation: 'GetApp',
  method: 'GET',
  endpoints: ['/app'],
  serverOnly: true,
  handle: ({ app, request }) => {
    const revokeDate = app.revokeDates.ofApp()
    return {
      app: {
        name: 'stream-emulator',
        suspended: false,
        disable_auth_checks: app.disableAuthChecks,
        ...(revokeDate !== undefined && {
          revoke_tokens_issued_before: writeDate(request.generation, revokeDate),
        }),
      },
    }
  },
}

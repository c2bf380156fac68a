import type { Route } from '../route.js'
import { writeDate } from '../wire-date.js'

/** The settings of the app that matter to authentication. */
export const getApp: Route = {
  operation: 'GetApp',
  method: 'GET',
  endpoints: ['/app'],
  serverOnly: true,
  answer: ({ app, request }) => {
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

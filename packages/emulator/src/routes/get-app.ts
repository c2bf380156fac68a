import type { Route } from '../route.js'

/** The settings of the app that matter to authentication. */
export const getApp: Route = {
  operation: 'GetApp',
  method: 'GET',
  endpoints: ['/app'],
  serverOnly: true,
  answer: ({ app }) => ({
    app: { name: 'stream-emulator', suspended: false, disable_auth_checks: app.disableAuthChecks },
  }),
}

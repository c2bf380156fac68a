import type { Route } from '../http/route.js'
import { writeUser } from '../users/user-json.js'

/** Deactivates a user. Open sockets of the user stay open. */
export const deactivateUser: Route = {
  operation: 'DeactivateUser',
  method: 'POST',
  endpoints: ['/users/{id}/deactivate'],
  serverOnly: true,
  handle: ({ app, request, id }) => ({
    user: writeUser(app.users.deactivate(id), request.generation, app.revokeDates.ofUser(id)),
  }),
}

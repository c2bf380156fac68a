import type { Route } from '../http/route.js'
import { writeUser } from '../users/user-json.js'
import { StreamError } from '../wire/stream-error.js'

/** Reactivates a user. */
export const reactivateUser: Route = {
  operation: 'ReactivateUser',
  method: 'POST',
  endpoints: ['/users/{id}/reactivate'],
  serverOnly: true,
  handle: ({ app, request, id }) => {
    if (app.users.known(id).deactivatedAt === undefined)
      throw new StreamError(4, `the user ${id} is not deactivated`)
    return { user: writeUser(app.users.reactivate(id), request.generation, app.revokeDates.ofUser(id)) }
  },
}

import type { Route } from '../route.js'
import { writeUser } from '../user-json.js'

/** Locks a user out. A socket that is open stays open. */
export const deactivateUser: Route = {
  operation: 'DeactivateUser',
  method: 'POST',
  endpoints: ['/users/{id}/deactivate'],
  serverOnly: true,
  answer: ({ app, request, id }) => ({
    user: writeUser(app.users.deactivate(id), request.generation, app.revokeDates.ofUser(id)),
  }),
}

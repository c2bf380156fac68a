import type { Route } from '../route.js'
import { StreamError } from '../stream-error.js'
import { writeUser } from '../user-json.js'

/** Lets a deactivated user in again. */
export const reactivateUser: Route = {
  operation: 'ReactivateUser',
  method: 'POST',
  endpoints: ['/users/{id}/reactivate'],
  serverOnly: true,
  answer: ({ app, request, id }) => {
    if (app.users.known(id).deactivatedAt === undefined)
      throw new StreamError(4, `the user ${id} is not deactivated`)
    return { user: writeUser(app.users.reactivate(id), request.generation, app.revokeDates.ofUser(id)) }
  },
}

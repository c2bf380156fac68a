import type { Route } from '../route.js'
import { startTask } from '../start-task.js'

/** Lets many deactivated users in again. */
export const reactivateUsers: Route = {
  operation: 'ReactivateUsers',
  method: 'POST',
  endpoints: ['/users/reactivate'],
  serverOnly: true,
  answer: ({ app, body }) => startTask(body, app.users, app.users.reactivate),
}

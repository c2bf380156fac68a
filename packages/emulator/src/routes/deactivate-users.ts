import type { Route } from '../route.js'
import { startTask } from '../start-task.js'

/** Locks many users out. */
export const deactivateUsers: Route = {
  operation: 'DeactivateUsers',
  method: 'POST',
  endpoints: ['/users/deactivate'],
  serverOnly: true,
  answer: ({ app, body }) => startTask(body, app.users, app.users.deactivate),
}

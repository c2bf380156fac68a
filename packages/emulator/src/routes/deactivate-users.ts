import type { Route } from '../http/route.js'
import { startTask } from '../users/start-task.js'

/** Deactivates several users. */
export const deactivateUsers: Route = {
  operation: 'DeactivateUsers',
  method: 'POST',
  endpoints: ['/users/deactivate'],
  serverOnly: true,
  handle: ({ app, body }) => startTask(body, app.users, app.users.deactivate),
}

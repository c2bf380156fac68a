import type { Route } from '../http/route.js'
import { startTask } from '../users/start-task.js'

/** Reactivates several users. */
export const reactivateUsers: Route = {
  operation: 'ReactivateUsers',
  method: 'POST',
  endpoints: ['/users/reactivate'],
  serverOnly: true,
  handle: ({ app, body }) => startTask(body, app.users, app.users.reactivate),
}

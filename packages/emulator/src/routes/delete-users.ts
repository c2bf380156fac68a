import { removeMembers } from '../chat/set-members.js'
import { stopWatching } from '../chat/watch.js'
import type { Route } from '../http/route.js'
import { announceUser } from '../users/announce-user.js'
import { startTask } from '../users/start-task.js'

/** Deletes several users, who are no longer members of channels. Their ids can be used again, as after Stream's hard delete. */
export const deleteUsers: Route = {
  operation: 'DeleteUsers',
  method: 'POST',
  endpoints: ['/users/delete'],
  serverOnly: true,
  handle: ({ app, body }) =>
    startTask(body, app.users, id => {
      app.users.delete(id)
      app.revokeDates.setUser(id, null)
      // Before it leaves the channels: the event goes to those who asked for the presence of their members.
      announceUser(app, 'user.deleted', id)
      for (const channel of app.channels.all()) {
        if (!channel.members.has(id)) continue
        const left = app.channels.keep(removeMembers(channel, [id]))
        for (const connection of app.connections.ofUser(id)) stopWatching(app, connection, left)
      }
    }),
}

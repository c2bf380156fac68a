import type { Route } from '../http/route.js'
import { announceUser } from '../users/announce-user.js'
import { assertMayChange } from '../users/assert-may-change.js'
import { assertBatchSize, writeUsers } from '../users/user-batch.js'
import { readUser } from '../users/user-json.js'
import { isJsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'

/** Creates users or replaces their fields. Users may do it to themselves. */
export const updateUsers: Route = {
  operation: 'UpdateUsers',
  method: 'POST',
  endpoints: ['/users'],
  serverOnly: false,
  handle: ({ app, caller, request, body }) => {
    const users = isJsonObject(body) && isJsonObject(body.users) ? Object.entries(body.users) : []
    assertBatchSize(users)
    const upserts = users.map(([key, user]) => {
      const { id = key } = isJsonObject(user) ? user : {}
      if (!isJsonObject(user) || typeof id !== 'string')
        throw new StreamError(4, 'each user must be an object with an id')
      assertMayChange(caller, id, user)
      app.users.assertUsable(id)
      return { id, details: readUser(user, request.generation) }
    })
    const written = upserts.map(({ id, details }) => app.users.upsert(id, details))
    for (const { id } of written) announceUser(app, 'user.updated', id)
    return writeUsers(app, request.generation, written)
  },
}

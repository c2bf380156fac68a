import { assertMayChange } from '../assert-may-change.js'
import { announceUser } from '../chat/announce-user.js'
import { isJsonObject } from '../json-object.js'
import type { Route } from '../route.js'
import { StreamError } from '../stream-error.js'
import { assertBatchSize, writeUsers } from '../user-batch.js'
import { readUser } from '../user-json.js'

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

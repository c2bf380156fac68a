import { randomUUID } from 'node:crypto'
import type { Route } from '../http/route.js'
import { readUser, writeUser } from '../users/user-json.js'
import { isJsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'

/** Creates a guest and its token. The id is made unique, so that a guest is never a user who exists. */
export const createGuest: Route = {
  operation: 'CreateGuest',
  method: 'POST',
  endpoints: ['/guest'],
  serverOnly: false,
  handle: async ({ app, request, body }) => {
    if (app.settings.guest_user_creation_disabled)
      throw new StreamError(17, 'the creation of guests is disabled for this app')
    const user = isJsonObject(body) ? body.user : undefined
    if (!isJsonObject(user) || typeof user.id !== 'string')
      throw new StreamError(4, 'user must be an object with an id')
    app.users.assertUsable(user.id)
    const id = `guest-${randomUUID()}-${user.id}`
    const { fields } = readUser(user, request.generation)
    const guest = app.users.upsert(id, { role: 'guest', fields })
    return {
      user: writeUser(guest, request.generation),
      access_token: await app.createToken(id, { expiresIn: null }),
    }
  },
}

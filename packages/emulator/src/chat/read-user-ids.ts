import type { EmulatedApp } from '../emulated-app.js'
import { readList } from '../query/read-list.js'
import { isJsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'

/** Reads a list of users, each an id, or an object with `user_id` or `user`. Throws if one does not exist. */
export function readUserIds(app: EmulatedApp, value: unknown, name: string): readonly string[] {
  const ids = readList(value, name).map(item => {
    const { user_id, user, id = user_id } = isJsonObject(item) ? item : { id: item }
    return isJsonObject(user) ? user.id : id
  })
  const texts = ids.filter(id => typeof id === 'string')
  if (texts.length < ids.length) throw new StreamError(4, `${name} must be a list of user ids`)
  assertUsersExist(app, texts)
  return [...new Set(texts)]
}

/** As at Stream, users must exist before a channel or a message refers to them. */
export function assertUsersExist(app: EmulatedApp, ids: readonly string[]): void {
  const known = new Set(app.users.all().map(({ id }) => id))
  const unknown = ids.filter(id => !known.has(id))
  if (unknown.length > 0) throw new StreamError(4, `these users don't exist: ${unknown.join(', ')}`)
}

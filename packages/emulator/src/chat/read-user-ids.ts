import { readList } from '../query/read-list.js'
import { isJsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'

/** Reads a list of users, each an id, or an object with `user_id` or `user`. */
export function readUserIds(value: unknown, name: string): readonly string[] {
  const ids = readList(value, name).map(item => {
    const { user_id, user, id = user_id } = isJsonObject(item) ? item : { id: item }
    return isJsonObject(user) ? user.id : id
  })
  const texts = ids.filter(id => typeof id === 'string')
  if (texts.length < ids.length) throw new StreamError(4, `${name} must be a list of user ids`)
  return [...new Set(texts)]
}

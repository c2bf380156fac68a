import { parseJson } from '../api-request.js'
import { isJsonObject, type JsonObject } from '../json-object.js'
import type { Route } from '../route.js'
import { StreamError } from '../stream-error.js'
import { writeUser } from '../user-json.js'

/** Returns the users that match a filter, but not to anonymous users. Only Stream's operators `$eq` and `$in` are supported. */
export const queryUsers: Route = {
  operation: 'QueryUsers',
  method: 'GET',
  endpoints: ['/users'],
  serverOnly: false,
  handle: ({ app, caller, request }) => {
    if (caller.kind === 'anonymous') throw new StreamError(17, 'anonymous users cannot search users')
    const payload = parseJson(request.query.get('payload') ?? '{}', 'payload')
    const { filter_conditions: filter = {}, include_deactivated_users: all } = isJsonObject(payload)
      ? payload
      : {}
    if (!isJsonObject(filter)) throw new StreamError(4, 'filter_conditions must be an object')
    const users = app.users.all().filter(user => all === true || user.deactivatedAt === undefined)
    const written = users.map(user => writeUser(user, request.generation))
    return {
      users: written.filter(user => Object.entries(filter).every(condition => isMet(user, condition))),
    }
  },
}

function isMet(user: JsonObject, [field, condition]: readonly [string, unknown]): boolean {
  const value = user[field]
  if (!isJsonObject(condition)) return value === condition
  return Object.entries(condition).every(([operator, operand]) => {
    if (operator === '$eq') return value === operand
    if (operator === '$in' && Array.isArray(operand)) return operand.includes(value)
    throw new StreamError(4, 'the emulator supports only $eq and $in')
  })
}

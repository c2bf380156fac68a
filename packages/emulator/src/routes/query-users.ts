import type { Route } from '../http/route.js'
import { matchesFilter } from '../query/matches-filter.js'
import { readObject } from '../query/read-object.js'
import { writeUser } from '../users/user-json.js'
import { parseJson } from '../wire/api-request.js'
import { StreamError } from '../wire/stream-error.js'

/** Returns the users that match a filter, but not to anonymous users. */
export const queryUsers: Route = {
  operation: 'QueryUsers',
  method: 'GET',
  endpoints: ['/users'],
  serverOnly: false,
  handle: ({ app, caller, request }) => {
    if (caller.kind === 'anonymous') throw new StreamError(17, 'anonymous users cannot search users')
    const payload = readObject(parseJson(request.query.get('payload') ?? '{}', 'payload'), 'payload')
    const filter = readObject(payload.filter_conditions, 'filter_conditions')
    const found = app.users
      .all()
      .filter(user => payload.include_deactivated_users === true || user.deactivatedAt === undefined)
      .filter(user => matchesFilter(writeUser(user, 'v1'), filter))
    return { users: found.map(user => writeUser(user, request.generation)) }
  },
}

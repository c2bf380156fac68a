import { unreadCounts } from '../chat/unread-counts.js'
import { writeOwnUser } from '../users/user-json.js'
import { parseJson } from '../wire/api-request.js'
import { isJsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'
import { writeDate } from '../wire/wire-date.js'
import type { SocketProtocol } from './socket-protocol.js'

/** Chat: the token is in the query, and the first frame is `health.check` with the user, or the error. */
export const chatProtocol: SocketProtocol = {
  product: 'chat',
  generation: 'v1',
  admitsAnonymous: true,
  readConnectRequest: ({ query }) => {
    const json = parseJson(query.get('json') ?? '', 'json')
    const details = isJsonObject(json) && isJsonObject(json.user_details) ? json.user_details : {}
    const userId = isJsonObject(json) ? (json.user_id ?? details.id) : undefined
    if (typeof userId !== 'string' || userId === '') throw new StreamError(4, 'json must contain the user_id')
    const credentials = {
      apiKey: query.get('api_key'),
      authType: query.get('stream-auth-type'),
      token: query.get('authorization'),
      userId,
    }
    return { userId, details, credentials }
  },
  writeConnected: (app, connectionId, user) => ({
    type: 'health.check',
    connection_id: connectionId,
    cid: '*',
    created_at: writeDate('v1', app.now()),
    // An anonymous user may have chosen the id of a stored one, and must not see its counts.
    me: {
      ...writeOwnUser(user, 'v1'),
      ...(user.role !== 'anonymous' && unreadCounts(app.channels, user.id)),
    },
  }),
  writeError: error => ({ error }),
}

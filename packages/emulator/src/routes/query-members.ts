import { assertAllowed } from '../chat/assert-allowed.js'
import { writeMember } from '../chat/channel-json.js'
import { distinctId } from '../chat/distinct-id.js'
import { readUserIds } from '../chat/read-user-ids.js'
import type { Route } from '../http/route.js'
import { matchesFilter } from '../query/matches-filter.js'
import { readNumber } from '../query/read-number.js'
import { readObject } from '../query/read-object.js'
import { sortRecords } from '../query/sort-records.js'
import { parseJson } from '../wire/api-request.js'

/** Returns the members of a channel that match a filter. */
export const queryMembers: Route = {
  operation: 'QueryMembers',
  method: 'GET',
  endpoints: ['/members'],
  serverOnly: false,
  handle: call => {
    const { app, request } = call
    const payload = readObject(parseJson(request.query.get('payload') ?? '{}', 'payload'), 'payload')
    const { type, id = distinctId(readUserIds(payload.members, 'members')) } = payload
    const channel = app.channels.known(`${type}:${id}`)
    assertAllowed(call, channel, 'ReadChannelMembers')
    const filter = readObject(payload.filter_conditions, 'filter_conditions')
    const limit = readNumber(payload.limit, 'limit', { initial: 100, most: 100 })
    const offset = readNumber(payload.offset, 'offset', { initial: 0, most: 1000 })
    const found = [...channel.members.values()].flatMap(member => {
      const { fields } = app.users.shown(member.userId)
      const written = writeMember(app, member, 'v1')
      const record = { ...written, id: member.userId, name: fields.name, joined: true }
      return matchesFilter(record, filter) ? [{ member, record }] : []
    })
    const page = sortRecords(found, payload.sort).slice(offset, offset + limit)
    return { members: page.map(({ member }) => writeMember(app, member, request.generation)) }
  },
}

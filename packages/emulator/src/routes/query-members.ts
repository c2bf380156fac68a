import { parseJson } from '../api-request.js'
import { assertAllowed } from '../chat/assert-allowed.js'
import { writeMember } from '../chat/channel-json.js'
import { distinctId } from '../chat/create-channel.js'
import { matchesFilter } from '../chat/matches-filter.js'
import { readNumber } from '../chat/read-number.js'
import { readObject } from '../chat/read-object.js'
import { readUserIds } from '../chat/read-user-ids.js'
import { sortRecords } from '../chat/sort-records.js'
import type { Route } from '../route.js'

/** Returns the members of a channel that match a filter. */
export const queryMembers: Route = {
  operation: 'QueryMembers',
  method: 'GET',
  endpoints: ['/members'],
  serverOnly: false,
  handle: call => {
    const { app, request } = call
    const payload = readObject(parseJson(request.query.get('payload') ?? '{}', 'payload'), 'payload')
    const { type, id = distinctId(readUserIds(app, payload.members, 'members')) } = payload
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

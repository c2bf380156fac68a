import { assertAllowed } from '../chat/assert-allowed.js'
import { channelRecord } from '../chat/channel-record.js'
import { writeChannelState } from '../chat/channel-state-json.js'
import { messagePage } from '../chat/message-page.js'
import { readWatcher, startWatching } from '../chat/watch.js'
import type { Route } from '../http/route.js'
import { matchesFilter } from '../query/matches-filter.js'
import { readList } from '../query/read-list.js'
import { readNumber } from '../query/read-number.js'
import { readObject } from '../query/read-object.js'
import { sortRecords } from '../query/sort-records.js'

const MESSAGES = 25

/** Returns the channels that match a filter. Clients also call this when they reconnect. */
export const queryChannels: Route = {
  operation: 'QueryChannels',
  method: 'POST',
  endpoints: ['/channels'],
  serverOnly: false,
  handle: call => {
    const { app, caller, request } = call
    const body = readObject(call.body, 'the body')
    const filter = readObject(body.filter_conditions, 'filter_conditions')
    const limit = readNumber(body.limit, 'limit', { initial: 10, most: 30 })
    const offset = readNumber(body.offset, 'offset', { initial: 0, most: 1000 })
    const messageLimit = readNumber(body.message_limit, 'message_limit', { initial: MESSAGES, most: 300 })
    const userId = caller.kind === 'user' ? caller.userId : undefined
    const sort = [...readList(body.sort, 'sort'), { field: 'last_updated', direction: -1 }]
    const found = app.channels.all().flatMap(channel => {
      const record = channelRecord(channel, userId)
      return matchesFilter(record, filter) ? [{ channel, record }] : []
    })
    const channels = sortRecords(found, sort)
      .slice(offset, offset + limit)
      .map(({ channel }) => channel)
    for (const channel of channels) assertAllowed(call, channel, 'ReadChannel')

    const watcher = readWatcher(call, body)
    if (watcher !== undefined) startWatching(app, watcher, channels, body)
    const view = { generation: request.generation, userId, state: body.state !== false }
    return {
      channels: channels.map(channel =>
        writeChannelState(app, channel, {
          ...view,
          messages: messagePage(channel.messages, { limit: messageLimit }, MESSAGES),
        }),
      ),
    }
  },
}

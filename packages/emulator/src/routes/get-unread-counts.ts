import { actingUser } from '../chat/acting-user.js'
import type { Route } from '../http/route.js'
import { writeDate } from '../wire/wire-date.js'

/** Returns a user's unread messages by channel and by type of channel. */
export const getUnreadCounts: Route = {
  operation: 'UnreadCounts',
  method: 'GET',
  endpoints: ['/unread'],
  serverOnly: false,
  handle: call => {
    const { app, request } = call
    const userId = actingUser(call, { user_id: request.query.get('user_id') ?? undefined })
    const channels = app.channels.all().flatMap(({ cid, type, members }) => {
      const member = members.get(userId)
      return member === undefined || member.unread === 0 ? [] : [{ cid, type, member }]
    })
    const types = [...new Set(channels.map(({ type }) => type))]
    const sum = (counted: typeof channels): number =>
      counted.reduce((total, { member }) => total + member.unread, 0)
    return {
      total_unread_count: sum(channels),
      total_unread_threads_count: 0,
      channels: channels.map(({ cid, member }) => ({
        channel_id: cid,
        unread_count: member.unread,
        last_read: writeDate(request.generation, member.lastRead),
      })),
      channel_type: types.map(channel_type => {
        const counted = channels.filter(({ type }) => type === channel_type)
        return { channel_type, channel_count: counted.length, unread_count: sum(counted) }
      }),
      threads: [],
    }
  },
}

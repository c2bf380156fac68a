import { createGuest } from '../routes/create-guest.js'
import { deactivateUser } from '../routes/deactivate-user.js'
import { deactivateUsers } from '../routes/deactivate-users.js'
import { deleteUsers } from '../routes/delete-users.js'
import { getApp } from '../routes/get-app.js'
import { getUnreadCounts } from '../routes/get-unread-counts.js'
import { markRead } from '../routes/mark-read.js'
import { markUnread } from '../routes/mark-unread.js'
import { queryCalls } from '../routes/query-calls.js'
import { queryChannel } from '../routes/query-channel.js'
import { queryChannels } from '../routes/query-channels.js'
import { queryMembers } from '../routes/query-members.js'
import { queryUsers } from '../routes/query-users.js'
import { reactivateUser } from '../routes/reactivate-user.js'
import { reactivateUsers } from '../routes/reactivate-users.js'
import { reportCallEvent } from '../routes/report-call-event.js'
import { sendEvent } from '../routes/send-event.js'
import { sendMessage } from '../routes/send-message.js'
import { stopWatchingChannel } from '../routes/stop-watching-channel.js'
import { updateApp } from '../routes/update-app.js'
import { updateChannel } from '../routes/update-channel.js'
import { updateUsers } from '../routes/update-users.js'
import { updateUsersPartial } from '../routes/update-users-partial.js'
import type { ApiRequest } from '../wire/api-request.js'
import { StreamError } from '../wire/stream-error.js'
import type { Route } from './route.js'

const ROUTES: readonly Route[] = [
  queryUsers,
  updateUsers,
  updateUsersPartial,
  deactivateUser,
  deactivateUsers,
  reactivateUser,
  reactivateUsers,
  deleteUsers,
  createGuest,
  queryCalls,
  reportCallEvent,
  queryChannels,
  queryChannel,
  updateChannel,
  queryMembers,
  sendMessage,
  sendEvent,
  markRead,
  markUnread,
  getUnreadCounts,
  stopWatchingChannel,
  getApp,
  updateApp,
]

/** The values of the placeholders in a route's path; '' if it has none. */
interface PathValues {
  readonly type: string
  readonly id: string
}

/** Finds the route of a request. Throws a `StreamError`. */
export function findRoute(request: ApiRequest): { readonly route: Route } & PathValues {
  for (const route of ROUTES) {
    if (route.method !== request.method) continue
    for (const endpoint of route.endpoints) {
      const values = matchEndpoint(endpoint, request.endpoint)
      if (values !== undefined) return { route, ...values }
    }
  }
  throw new StreamError(16, 'url not found')
}

function matchEndpoint(endpoint: string, path: string): PathValues | undefined {
  const names = endpoint.split('/')
  const segments = path.split('/')
  if (names.length !== segments.length) return undefined
  let values: PathValues = { type: '', id: '' }
  for (const [index, name] of names.entries()) {
    const segment = segments[index] ?? ''
    if (name !== '{id}' && name !== '{type}') {
      if (name !== segment) return undefined
      continue
    }
    const value = decode(segment)
    if (!value) return undefined
    values = { ...values, [name.slice(1, -1)]: value }
  }
  return values
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

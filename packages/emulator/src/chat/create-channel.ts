import type { ApiCall } from '../http/route.js'
import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'
import { actingUser } from './acting-user.js'
import { announceMembers } from './announce-members.js'
import { assertUsersExist } from './assert-users-exist.js'
import type { Channel } from './channel.js'
import { CHANNEL_FIELDS } from './channel-fields.js'
import { readOwnFields } from './own-fields.js'
import { addMembers } from './set-members.js'

const TYPE = /^[\w-]{1,64}$/
const ID = /^[\w!-]{1,64}$/

/** What identifies a channel in a path. */
export interface ChannelKey {
  readonly type: string
  readonly id: string
}

/** Creates a channel in the name of the caller, or of the user that the server names as its creator. */
export function createChannel(
  call: ApiCall,
  { type, id }: ChannelKey,
  data: JsonObject,
  members: readonly string[],
): Channel {
  const { app, caller, request } = call
  if (!TYPE.test(type) || !ID.test(id))
    throw new StreamError(4, 'types and ids of channels must have 1 to 64 letters, digits, -, _ or !')
  const { created_by_id = isJsonObject(data.created_by) ? data.created_by.id : undefined } = data
  if (caller.kind === 'server' && created_by_id === undefined)
    throw new StreamError(4, 'either data.created_by or data.created_by_id must be provided by the server')
  assertUsersExist(app, members)
  const createdBy = actingUser(call, { user_id: created_by_id })
  const now = app.now()
  const empty: Channel = {
    ...{ type, id, cid: `${type}:${id}`, createdBy, createdAt: now, updatedAt: now },
    ...{ fields: readOwnFields(data, CHANNEL_FIELDS, request.generation), members: new Map(), messages: [] },
  }
  const channel = app.channels.keep(addMembers(empty, members, now))
  const others = members.filter(userId => caller.kind !== 'user' || userId !== caller.userId)
  announceMembers(app, channel, others, 'added')
  return channel
}

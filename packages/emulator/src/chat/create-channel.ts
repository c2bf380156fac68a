import { createHash } from 'node:crypto'
import { isJsonObject, type JsonObject } from '../json-object.js'
import type { ApiCall } from '../route.js'
import { StreamError } from '../stream-error.js'
import { actingUser } from './acting-user.js'
import { announceMembers } from './announce.js'
import type { Channel } from './channel.js'
import { readOwnFields } from './own-fields.js'
import { addMembers } from './set-members.js'

/** Stream's own fields of a channel. */
export const CHANNEL_FIELDS: ReadonlySet<string> = new Set([
  ...[
    'id',
    'type',
    'cid',
    'created_by',
    'created_by_id',
    'created_at',
    'updated_at',
    'deleted_at',
    'members',
  ],
  ...[
    'member_count',
    'config',
    'config_overrides',
    'own_capabilities',
    'last_message_at',
    'frozen',
    'disabled',
  ],
  ...['hidden', 'muted', 'invites', 'team', 'cooldown', 'truncated_at', 'message_count', 'filter_tags'],
])

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

/** The id of the only channel with exactly these members. */
export function distinctId(members: readonly string[]): string {
  if (members.length < 2) throw new StreamError(4, 'a channel without an id must have at least two members')
  const hash = createHash('sha256').update(JSON.stringify([...members].sort()))
  return `!members-${hash.digest('base64url')}`
}

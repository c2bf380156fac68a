import { isJsonObject, type JsonObject } from './json-object.js'
import { StreamError } from './stream-error.js'
import type { EmulatedUser, UserDetails } from './users.js'
import { type Generation, writeDate } from './wire-date.js'

/** What Stream itself writes into a user: never the caller's to set. */
const STREAMS_OWN = new Set([
  ...['id', 'created_at', 'updated_at', 'last_active', 'deactivated_at', 'deleted_at', 'online', 'banned'],
  ...['anon', 'role', 'custom', 'revoke_tokens_issued_before'],
])

/** Reads a user of a request; the first generation has the app's own fields beside Stream's, the second under `custom`. */
export function readUser(json: JsonObject, generation: Generation): UserDetails {
  const { role, custom } = json
  if (role !== undefined && typeof role !== 'string') throw new StreamError(4, 'role must be a string')
  const named = Object.entries(json).filter(([name]) => !STREAMS_OWN.has(name))
  const own = generation === 'v2' && isJsonObject(custom) ? Object.entries(custom) : []
  return { role, fields: Object.fromEntries([...named, ...own]) }
}

/** Writes a user for a response. */
export function writeUser(user: EmulatedUser, generation: Generation): JsonObject {
  const { name, image, ...own } = user.fields
  return {
    ...(generation === 'v1' && own),
    id: user.id,
    role: user.role,
    ...(name !== undefined && { name }),
    ...(image !== undefined && { image }),
    created_at: writeDate(generation, user.createdAt),
    updated_at: writeDate(generation, user.updatedAt),
    ...(user.lastActive !== undefined && { last_active: writeDate(generation, user.lastActive) }),
    ...(user.deactivatedAt !== undefined && { deactivated_at: writeDate(generation, user.deactivatedAt) }),
    online: user.sockets > 0,
    banned: false,
    ...(generation === 'v2' && { ...SECOND_GENERATION, custom: own }),
  }
}

const SECOND_GENERATION = {
  invisible: false,
  shadow_banned: false,
  language: '',
  teams: [],
  blocked_user_ids: [],
} as const

/** Writes the connected user for itself: `me` of the first frame. */
export function writeOwnUser(user: EmulatedUser): JsonObject {
  return {
    ...writeUser(user, 'v1'),
    devices: [],
    mutes: [],
    channel_mutes: [],
    blocked_user_ids: [],
    total_unread_count: 0,
    unread_count: 0,
    unread_channels: 0,
    unread_threads: 0,
  }
}

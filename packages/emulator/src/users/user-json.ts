import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { namesIn } from '../wire/names-in.js'
import { StreamError } from '../wire/stream-error.js'
import { type Generation, writeDate } from '../wire/wire-date.js'
import type { EmulatedUser, UserDetails } from './users.js'

/** Fields that Stream sets itself; callers cannot set them. */
const STREAMS_OWN = namesIn(`
  id created_at updated_at last_active deactivated_at deleted_at online banned anon role custom
  revoke_tokens_issued_before
`)

/** Stream's fields that callers may set; all others belong to the app. */
const SETTABLE = ['name', 'image', 'language', 'teams', 'teams_role', 'invisible', 'privacy_settings']

/** Reads a user from a request. The app's own fields are next to Stream's in v1, and elsewhere under `custom`. */
export function readUser(json: JsonObject, generation: Generation): UserDetails {
  const { role, custom } = json
  if (role !== undefined && typeof role !== 'string') throw new StreamError(4, 'role must be a string')
  const mixed = Object.entries(json).filter(([name]) => !STREAMS_OWN.has(name))
  if (generation === 'v1') return { role, fields: Object.fromEntries(mixed) }
  const named = mixed.filter(([name]) => SETTABLE.includes(name))
  const own = isJsonObject(custom) ? Object.entries(custom) : []
  return { role, fields: Object.fromEntries([...named, ...own]) }
}

/** Writes a user for a response. Pass the revoke date, in milliseconds, only in responses to the server. */
export function writeUser(user: EmulatedUser, generation: Generation, revokeDate?: number): JsonObject {
  const date = (name: string, instant: number | undefined): JsonObject =>
    instant === undefined ? {} : { [name]: writeDate(generation, instant) }
  return {
    ...(generation === 'v1' ? user.fields : writeFields(user.fields)),
    id: user.id,
    role: user.role,
    ...date('created_at', user.createdAt),
    ...date('updated_at', user.updatedAt),
    ...date('last_active', user.lastActive),
    ...date('deactivated_at', user.deactivatedAt),
    ...date('deleted_at', user.deletedAt),
    ...date('revoke_tokens_issued_before', revokeDate),
    online: user.online,
    banned: false,
  }
}

function writeFields(fields: JsonObject): JsonObject {
  const entries = Object.entries(fields)
  return {
    ...{ language: '', teams: [], invisible: false, shadow_banned: false, blocked_user_ids: [] },
    ...Object.fromEntries(entries.filter(([name]) => SETTABLE.includes(name))),
    custom: Object.fromEntries(entries.filter(([name]) => !SETTABLE.includes(name))),
  }
}

/** Writes the connected user as `me` of the first frame. */
export function writeOwnUser(user: EmulatedUser, generation: Generation): JsonObject {
  return {
    ...writeUser(user, generation),
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

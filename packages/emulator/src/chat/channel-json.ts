import type { EmulatedApp } from '../emulated-app.js'
import { writeUser } from '../users/user-json.js'
import type { JsonObject } from '../wire/json-object.js'
import { type Generation, writeDate } from '../wire/wire-date.js'
import { hasAccess } from './assert-allowed.js'
import { CAPABILITIES } from './capabilities.js'
import type { Channel, Member } from './channel.js'
import { CHANNEL_CONFIG } from './channel-config.js'
import { writeOwnFields } from './own-fields.js'

/** Writes a channel. Pass the user whose capabilities belong into the response. */
export function writeChannel(
  app: EmulatedApp,
  channel: Channel,
  generation: Generation,
  userId?: string,
): JsonObject {
  const { id, type, cid, createdBy, createdAt, updatedAt, lastMessageAt, fields, members } = channel
  const created = writeDate(generation, createdAt)
  const config = { ...CHANNEL_CONFIG, name: type, created_at: created, updated_at: created }
  return {
    ...writeOwnFields(fields, generation),
    id,
    type,
    cid,
    created_by: writeUser(app.users.shown(createdBy), generation),
    created_at: created,
    updated_at: writeDate(generation, updatedAt),
    ...(lastMessageAt !== undefined && { last_message_at: writeDate(generation, lastMessageAt) }),
    member_count: members.size,
    frozen: false,
    disabled: false,
    config,
    ...(userId !== undefined && { own_capabilities: hasAccess(channel, userId) ? CAPABILITIES : [] }),
  }
}

export function writeMember(app: EmulatedApp, member: Member, generation: Generation): JsonObject {
  const added = writeDate(generation, member.addedAt)
  return {
    user_id: member.userId,
    user: writeUser(app.users.shown(member.userId), generation),
    role: member.role,
    channel_role: 'channel_member',
    created_at: added,
    updated_at: added,
    banned: false,
    shadow_banned: false,
    notifications_muted: false,
    status: 'member',
    ...(generation === 'v2' && { custom: {} }),
  }
}

export function writeRead(app: EmulatedApp, member: Member, generation: Generation): JsonObject {
  return {
    user: writeUser(app.users.shown(member.userId), generation),
    last_read: writeDate(generation, member.lastRead),
    ...(member.lastReadMessageId !== undefined && { last_read_message_id: member.lastReadMessageId }),
    unread_messages: member.unread,
  }
}

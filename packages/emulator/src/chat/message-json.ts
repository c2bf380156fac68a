import { randomUUID } from 'node:crypto'
import type { EmulatedApp } from '../emulated-app.js'
import { readList } from '../query/read-list.js'
import { writeUser } from '../users/user-json.js'
import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { namesIn } from '../wire/names-in.js'
import { StreamError } from '../wire/stream-error.js'
import { type Generation, writeDate } from '../wire/wire-date.js'
import { assertUsersExist } from './assert-users-exist.js'
import type { Channel, Message, MessageDraft } from './channel.js'
import { CHANNEL_CONFIG } from './channel-config.js'
import { assertSmall, readOwnFields, writeOwnFields } from './own-fields.js'
import { readUserIds } from './read-user-ids.js'

/** Stream's own fields of a message. */
const STREAMS_OWN = namesIn(`
  id cid type text html user user_id attachments mentioned_users silent created_at updated_at
  deleted_at pinned pinned_at pinned_by pin_expires status latest_reactions own_reactions
  reaction_counts reaction_scores reaction_groups reply_count deleted_reply_count thread_participants
  shadowed mml i18n channel
`)

/** Fields that need parts of Stream which the emulator does not have. */
const UNSUPPORTED = ['parent_id', 'quoted_message_id', 'poll_id', 'command']

/** Clients make the id from the user's id and a UUID. */
const MOST_ID_CHARACTERS = 300
const MOST_ATTACHMENTS = 30

export function readMessage(
  app: EmulatedApp,
  json: JsonObject,
  userId: string,
  generation: Generation,
): MessageDraft {
  const unsupported = UNSUPPORTED.find(name => json[name] !== undefined && json[name] !== null)
  if (unsupported !== undefined) throw new StreamError(4, `the emulator does not support ${unsupported}`)
  const { id = randomUUID(), text = '', silent } = json
  if (typeof id !== 'string' || id === '' || id.length > MOST_ID_CHARACTERS)
    throw new StreamError(4, `message.id must have 1 to ${MOST_ID_CHARACTERS} characters`)
  if (typeof text !== 'string' || text.length > CHANNEL_CONFIG.max_message_length)
    throw new StreamError(4, `message.text must have at most ${CHANNEL_CONFIG.max_message_length} characters`)
  const attachments = readList(json.attachments, 'message.attachments', MOST_ATTACHMENTS).map(attachment => {
    if (!isJsonObject(attachment)) throw new StreamError(4, 'an attachment must be an object')
    assertSmall(attachment, 'an attachment')
    return attachment
  })
  if (text.trim() === '' && attachments.length === 0)
    throw new StreamError(4, 'either message.text or message.attachments must be provided')
  const mentions = readUserIds(json.mentioned_users, 'message.mentioned_users')
  assertUsersExist(app, mentions)
  const fields = readOwnFields(json, STREAMS_OWN, generation)
  return { id, userId, text, attachments, mentions, silent: silent === true, fields }
}

export function writeMessage(
  app: EmulatedApp,
  channel: Channel,
  message: Message,
  generation: Generation,
): JsonObject {
  const user = (id: string): JsonObject => writeUser(app.users.shown(id), generation)
  return {
    ...writeOwnFields(message.fields, generation),
    id: message.id,
    cid: channel.cid,
    type: 'regular',
    text: message.text,
    html: '',
    user: user(message.userId),
    attachments: message.attachments,
    mentioned_users: message.mentions.map(user),
    created_at: writeDate(generation, message.createdAt),
    updated_at: writeDate(generation, message.createdAt),
    silent: message.silent,
    shadowed: false,
    pinned: false,
    latest_reactions: [],
    own_reactions: [],
    reaction_counts: {},
    reaction_scores: {},
    reaction_groups: {},
    reply_count: 0,
    deleted_reply_count: 0,
    ...(generation === 'v2' && {
      restricted_visibility: [],
      mentioned_channel: false,
      mentioned_here: false,
    }),
  }
}

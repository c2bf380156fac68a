import type { EmulatedApp } from '../emulated-app.js'
import { writeUser } from '../users/user-json.js'
import type { JsonObject } from '../wire/json-object.js'
import type { Generation } from '../wire/wire-date.js'
import type { Channel, Message } from './channel.js'
import { writeChannel, writeMember, writeRead } from './channel-json.js'
import { writeMessage } from './message-json.js'

/** What a response with the state of a channel contains. */
export interface StateView {
  readonly generation: Generation
  /** The user who asked; undefined for the server. */
  readonly userId: string | undefined
  /** The page of messages. */
  readonly messages: readonly Message[]
  /** Stream's option `state`: without it the response has neither messages nor what members have read. */
  readonly state: boolean
}

const MOST_MEMBERS = 100

/** Writes a channel with its members, messages, watchers and what its members have read. */
export function writeChannelState(app: EmulatedApp, channel: Channel, view: StateView): JsonObject {
  const { generation, userId, messages, state } = view
  const members = [...channel.members.values()].slice(0, MOST_MEMBERS)
  const membership = userId === undefined ? undefined : channel.members.get(userId)
  const watchers = app.connections.watchers(channel.cid)
  return {
    channel: writeChannel(app, channel, generation, userId),
    members: members.map(member => writeMember(app, member, generation)),
    messages: state ? messages.map(message => writeMessage(app, channel, message, generation)) : [],
    ...(state && { read: members.map(member => writeRead(app, member, generation)) }),
    ...(membership !== undefined && { membership: writeMember(app, membership, generation) }),
    watcher_count: watchers.length,
    watchers: watchers.slice(0, MOST_MEMBERS).map(id => writeUser(app.users.shown(id), generation)),
    pinned_messages: [],
    pending_messages: [],
    threads: [],
  }
}

import type { WebSocket } from 'ws'
import type { JsonObject } from '../wire/json-object.js'

/** The open socket of a user. */
export interface Connection {
  readonly id: string
  readonly userId: string
  /** An anonymous user chooses its id itself, which may be the id of a stored user. */
  readonly isAnonymous: boolean
  readonly product: 'chat' | 'video'
  readonly socket: WebSocket
  readonly sendError: (error: JsonObject) => void
  /** Sends an event of a conversation. Sockets of video and of anonymous users receive none. */
  readonly send: (event: JsonObject) => void
  /** The cids of the channels that it watches. */
  readonly watched: Set<string>
  /** The cids of the channels whose members' presence it receives. */
  readonly presence: Set<string>
}

/** The open sockets of connected users. */
export interface Connections {
  readonly open: (connection: Connection) => void
  /** Returns false if the connection was not among them. */
  readonly close: (connection: Connection) => boolean
  readonly all: () => readonly Connection[]
  /** Finds a connection of a stored user. */
  readonly find: (id: string) => Connection | undefined
  /** The sockets of a stored user. */
  readonly ofUser: (userId: string) => readonly Connection[]
  /** The sockets that watch a channel. */
  readonly watching: (cid: string) => readonly Connection[]
  /** The users who watch a channel. */
  readonly watchers: (cid: string) => readonly string[]
}

export function createConnections(): Connections {
  const connections = new Map<string, Connection>()
  const filter = (matches: (connection: Connection) => boolean): readonly Connection[] =>
    [...connections.values()].filter(matches)
  const watching = (cid: string): readonly Connection[] => filter(({ watched }) => watched.has(cid))
  return {
    open: connection => connections.set(connection.id, connection),
    close: ({ id }) => connections.delete(id),
    all: () => [...connections.values()],
    find: id => filter(connection => connection.id === id && !connection.isAnonymous)[0],
    ofUser: userId => filter(connection => connection.userId === userId && !connection.isAnonymous),
    watching,
    watchers: cid => [...new Set(watching(cid).map(({ userId }) => userId))],
  }
}

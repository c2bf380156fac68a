import type { JsonObject } from '../json-object.js'

/** A socket of a connected user. */
export interface Connection {
  readonly id: string
  readonly userId: string
  readonly send: (event: JsonObject) => void
  /** The cids of the channels that it watches. */
  readonly watched: Set<string>
  /** The cids of the channels whose members' presence it is sent. */
  readonly presence: Set<string>
}

/** The open sockets of connected users. */
export interface Connections {
  readonly open: (connection: Connection) => void
  readonly close: (connection: Connection) => void
  readonly all: () => readonly Connection[]
  readonly find: (id: string) => Connection | undefined
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
    close: connection => connections.delete(connection.id),
    all: () => [...connections.values()],
    find: id => connections.get(id),
    ofUser: userId => filter(connection => connection.userId === userId),
    watching,
    watchers: cid => [...new Set(watching(cid).map(({ userId }) => userId))],
  }
}

import type { RawData, WebSocket } from 'ws'

/** The users who are online, and their messages. */
export interface Presence {
  enter(client: WebSocket, userId: string): void
  leave(client: WebSocket): void
}

/** Creates the list of users who are online. All of them receive each change of the list, and each line sent. */
export function createPresence(): Presence {
  const present = new Map<WebSocket, string>()

  const broadcast = (message: object): void => {
    for (const client of present.keys()) client.send(JSON.stringify(message))
  }

  const broadcastUsers = (): void => {
    broadcast({ here: [...new Set(present.values())].sort() })
  }

  const leave = (client: WebSocket): void => {
    if (present.delete(client)) broadcastUsers()
  }

  return {
    enter(client, userId) {
      client.on('message', (line: RawData, isBinary) => {
        // The sender's id comes from the token, so a message cannot claim another one.
        if (!isBinary && present.has(client)) broadcast({ from: userId, line: String(line) })
      })
      client.on('close', () => leave(client))
      present.set(client, userId)
      broadcastUsers()
    },
    leave,
  }
}

import type { RawData, WebSocket } from 'ws'

/** Who has the page open, and what they tell each other. */
export interface Presence {
  enter(client: WebSocket, userId: string): void
  leave(client: WebSocket): void
}

/** Makes the list of who is here; everybody on it is told when it changes, and of every line that somebody sends. */
export function createPresence(): Presence {
  const present = new Map<WebSocket, string>()

  const tell = (message: object): void => {
    for (const client of present.keys()) client.send(JSON.stringify(message))
  }

  const tellWho = (): void => {
    tell({ here: [...new Set(present.values())].sort() })
  }

  const leave = (client: WebSocket): void => {
    if (present.delete(client)) tellWho()
  }

  return {
    enter(client, userId) {
      client.on('message', (line: RawData, isBinary) => {
        // Who says it is known from the token; a line cannot name another.
        if (!isBinary && present.has(client)) tell({ from: userId, line: String(line) })
      })
      client.on('close', () => leave(client))
      present.set(client, userId)
      tellWho()
    },
    leave,
  }
}

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { isTokenProviderError } from '@stream-token/express'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Presence } from './presence.js'
import { refuseUpgrade } from './refuse-upgrade.js'

/** Tells whose token an upgrade bears, or throws why it does not count. */
type Authenticate = (
  request: IncomingMessage,
) => Promise<{ readonly userId: string; readonly expiresAt?: number }>

/** The app's own WebSockets, open only as long as their tokens count. */
export interface Sockets {
  /** For `server.on('upgrade')`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
  /** For `onEvent`. */
  onEvent(event: { readonly type: string; readonly userId?: string }): void
}

/** What voids tokens; without `userId`, everybody's. What could not be stored holds in this process all the same. */
const voids: ReadonlySet<string> = new Set(['revoked', 'blocked', 'not_stored'])

/** How long, in milliseconds, a socket goes unlooked at: usually, and once its token should have expired. */
const [LONGEST, SHORTEST] = [60_000, 1000]

/** Makes the WebSocket at `/presence`. */
export function createSockets(authenticate: Authenticate, { enter, leave }: Presence): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024 })
  const open = new Map<WebSocket, { readonly userId: string; readonly request: IncomingMessage }>()

  /** Closes a socket whose token has ceased to count; answers whether it still does. */
  const check = async (client: WebSocket, request: IncomingMessage): Promise<boolean> => {
    try {
      await authenticate(request)
      return true
    } catch (error) {
      // Not only when the client has answered the closing: until then it could go on.
      leave(client)
      // The HTTP status, among the codes that are an app's own: 4401.
      if (isTokenProviderError(error)) client.close(4000 + error.status, error.reason)
      else client.close(1011)
      return false
    }
  }

  const welcome = (client: WebSocket, request: IncomingMessage, userId: string, expiresAt?: number): void => {
    let timer: NodeJS.Timeout | undefined
    // At its expiry, a little late rather than early, and every minute: other instances revoke too.
    const watch = (): void => {
      const left = expiresAt === undefined ? LONGEST : expiresAt * 1000 - Date.now() + 5
      timer = setTimeout(look, left > 0 ? Math.min(left, LONGEST) : SHORTEST)
    }
    const look = async (): Promise<void> => {
      if ((await check(client, request)) && open.has(client)) watch()
    }
    watch()
    // A frame that breaks the protocol ends its own socket, never the app.
    client.on('error', () => client.terminate())
    client.on('close', () => {
      clearTimeout(timer)
      open.delete(client)
    })
    open.set(client, { userId, request })
    enter(client, userId)
    // A revocation may have come between the first check and this line.
    void check(client, request)
  }

  return {
    async upgrade(request, socket, head) {
      // Node leaves the errors of such a socket to the app: unheard, a client that resets it would end the process.
      socket.on('error', () => socket.destroy())
      if (request.url?.split('?', 1)[0] !== '/presence') return refuseUpgrade(socket, 404)
      try {
        const { userId, expiresAt } = await authenticate(request)
        server.handleUpgrade(request, socket, head, client => welcome(client, request, userId, expiresAt))
      } catch (error) {
        if (isTokenProviderError(error)) refuseUpgrade(socket, error.status, error.headers)
        else refuseUpgrade(socket, 500)
      }
    },

    onEvent({ type, userId }) {
      if (!voids.has(type)) return
      for (const [client, bearer] of open) {
        if (userId === undefined || userId === bearer.userId) void check(client, bearer.request)
      }
    },
  }
}

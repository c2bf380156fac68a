import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { isTokenProviderError } from '@stream-token/express'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Presence } from './presence.js'
import { refuseUpgrade } from './refuse-upgrade.js'

/** Returns the user of an upgrade's token, or throws if the token is not valid. */
type Authenticate = (
  request: IncomingMessage,
) => Promise<{ readonly userId: string; readonly expiresAt?: number }>

/** The app's own WebSockets, which stay open only while their tokens are valid. */
export interface Sockets {
  /** For `server.on('upgrade')`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>
  /** For `onEvent`. */
  onEvent(event: { readonly type: string; readonly userId?: string }): void
}

/** Events after which tokens may be invalid, of all users if there is no `userId`. */
const invalidating: ReadonlySet<string> = new Set(['revoked', 'blocked', 'not_stored'])

/** Delay between token checks, in milliseconds: normally, and after the token's expiry. */
const [LONGEST, SHORTEST] = [60_000, 1000]

/** Creates the WebSocket server at `/presence`. */
export function createSockets(authenticate: Authenticate, { enter, leave }: Presence): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024 })
  const open = new Map<WebSocket, { readonly userId: string; readonly request: IncomingMessage }>()

  /** Closes a socket whose token is no longer valid; returns whether it is valid. */
  const check = async (client: WebSocket, request: IncomingMessage): Promise<boolean> => {
    try {
      await authenticate(request)
      return true
    } catch (error) {
      // Remove it now: until the client confirms the close, it could still send.
      leave(client)
      // 4000 plus the HTTP status, in the range for private use: 4401.
      if (isTokenProviderError(error)) client.close(4000 + error.status, error.reason)
      else client.close(1011)
      return false
    }
  }

  const welcome = (client: WebSocket, request: IncomingMessage, userId: string, expiresAt?: number): void => {
    let timer: NodeJS.Timeout | undefined
    // Check just after the expiry, and every minute, because other instances revoke tokens too.
    const schedule = (): void => {
      const left = expiresAt === undefined ? LONGEST : expiresAt * 1000 - Date.now() + 5
      timer = setTimeout(recheck, left > 0 ? Math.min(left, LONGEST) : SHORTEST)
    }
    const recheck = async (): Promise<void> => {
      if ((await check(client, request)) && open.has(client)) schedule()
    }
    schedule()
    // An invalid frame closes only its own socket; without a listener it would crash the process.
    client.on('error', () => client.terminate())
    client.on('close', () => {
      clearTimeout(timer)
      open.delete(client)
    })
    open.set(client, { userId, request })
    enter(client, userId)
    // The token may have been revoked since the first check.
    void check(client, request)
  }

  return {
    async upgrade(request, socket, head) {
      // Without this listener, a client that resets the connection would crash the process.
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
      if (!invalidating.has(type)) return
      for (const [client, entry] of open) {
        if (userId === undefined || userId === entry.userId) void check(client, entry.request)
      }
    },
  }
}

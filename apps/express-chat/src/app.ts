import { createServer, type Server } from 'node:http'
import { getStreamAuth, type RevocationStore, streamTokenProvider } from '@stream-token/express'
import { type DemoSettings, pageFolder, pageHeaders } from '@stream-token/web'
import express, { type Request } from 'express'
import { demoRoutes } from './demo-routes.js'
import { createPresence } from './presence.js'
import { endSessions, session, sessionRoutes, signedInUser } from './session.js'
import { createSockets } from './sockets.js'

/**
 * Returns the signed-in user, and when they signed in. It reads only the session, never the body, the query or a header. A
 * session from before a revocation of the user gets no token: they must sign in again.
 */
function verifyUser(req: Request): { id: string; expiresIn: number; signedInAt: number } | undefined {
  const user = signedInUser(req)
  return user && { id: user.id, expiresIn: user.expiresIn, signedInAt: user.signedInAt }
}

/**
 * Whether the user may revoke and block. Allow only your admins here; in this demo, every signed-in user is one. It
 * checks the session, not a Stream token, because the token may be revoked.
 */
function authorizeRevocation(req: Request): boolean {
  return signedInUser(req)?.isAdmin === true
}

/**
 * Creates a chat app's server. Your own app reads its keys from the environment and omits `streamApi`.
 *
 * @param revocations - Default: the memory of this process.
 */
export function createApp(
  { apiKey, apiSecret, streamUrl }: DemoSettings,
  revocations?: RevocationStore,
): Server {
  const app = express()
  app.use(session)

  // POST /stream/token issues a token for the user that verifyUser returns.
  // With authorizeRevocation there are also POST /stream/revocations and GET /stream/revocations/{userId}.
  const stream = streamTokenProvider(verifyUser, {
    apiKey,
    apiSecret,
    streamApi: { baseUrl: streamUrl },
    revocations,
    authorizeRevocation,
    onEvent: event => sockets.onEvent(event),
  })
  app.use(stream)

  // Signs out everywhere: ends the user's sessions, then revokes the user's tokens.
  app.delete('/sessions', stream.revokeOnLogout(endSessions), (_req, res) => {
    res.status(204).end()
  })

  app.get('/api/me', stream.requireUserToken(), (req, res) => {
    res.json({ userId: getStreamAuth(req).userId })
  })

  app.use(sessionRoutes)
  app.use(demoRoutes({ streamUrl }))
  // The demo page at / and the token page at /tokens.
  app.use(
    express.static(pageFolder, {
      extensions: ['html'],
      setHeaders: (res, file) => res.set(pageHeaders(streamUrl, file)),
    }),
  )

  // The app's own WebSocket at /presence requires a valid token and closes when the token expires or is revoked.
  // Browsers cannot send headers with it, so the URL carries the token, as in Stream's own client.
  const sockets = createSockets(
    request => stream.authenticateUpgrade(request, { acceptQueryToken: true }),
    createPresence(),
  )
  return createServer(app)
    .on('upgrade', sockets.upgrade)
    .on('close', () => stream.provider.close().catch(console.error))
}

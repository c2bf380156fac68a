import { createServer, type Server } from 'node:http'
import { getStreamAuth, streamTokenProvider } from '@stream-token/express'
import { type DemoSettings, pageFolder, pageHeaders } from '@stream-token/web'
import express, { type Request } from 'express'
import { demoRoutes } from './demo-routes.js'
import { createPresence } from './presence.js'
import { endSessions, session, sessionRoutes, signedInUser } from './session.js'
import { createSockets } from './sockets.js'

/** The whole answer to "who is it?": the session. Not the body, not the query, not a header. */
function verifyUser(req: Request): { id: string; expiresIn: number } | undefined {
  const user = signedInUser(req)
  return user && { id: user.id, expiresIn: user.expiresIn }
}

/**
 * The whole answer to "who may revoke and block?". Name your admins here, and nobody else: in this demo every user who
 * is signed in is one, also of the others. It asks the session, not a Stream token, which may be what is revoked.
 */
function authorizeRevocation(req: Request): boolean {
  return signedInUser(req)?.isAdmin === true
}

/** A chat app's server. An app of your own reads its keys from the environment, and Stream is where Stream is. */
export function createApp({ apiKey, apiSecret, streamUrl }: DemoSettings): Server {
  const app = express()
  app.use(session)

  // All of it: POST /stream/token now answers a token for whoever verifyUser names.
  // With authorizeRevocation there is POST /stream/revocations too, and GET /stream/revocations/{userId}.
  const stream = streamTokenProvider(verifyUser, {
    apiKey,
    apiSecret,
    streamApi: { baseUrl: streamUrl },
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
  app.use(demoRoutes({ apiSecret, streamUrl }))
  app.use(express.static(pageFolder, { setHeaders: res => res.set(pageHeaders(streamUrl)) }))

  // A WebSocket of the app's own, at /presence: refused without a token that counts, closed when it ceases to. Browsers can
  // send no header with it, so that the token stands in its URL, as Stream's own client has it.
  const sockets = createSockets(
    request => stream.authenticateUpgrade(request, { acceptQueryToken: true }),
    createPresence(),
  )
  return createServer(app).on('upgrade', sockets.upgrade)
}

import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import { getStreamAuth, streamTokenProvider } from '@stream-token/koa'
import { type DemoSettings, pageFolder, pageHeaders } from '@stream-token/web'
import Koa, { type Context } from 'koa'
import serve from 'koa-static'
import { demoRoutes } from './demo-routes.js'
import { endSessions, session, sessionRoutes, signedInUser } from './session.js'

/**
 * Returns the signed-in user, and when they signed in. It reads only the session, never the body, the query or a header. A
 * session from before a revocation of the user gets no token: they must sign in again.
 */
function verifyUser(ctx: Context): { id: string; expiresIn: number; signedInAt: number } | undefined {
  const user = signedInUser(ctx)
  return user && { id: user.id, expiresIn: user.expiresIn, signedInAt: user.signedInAt }
}

/**
 * Whether the user may revoke and block. Allow only your admins here; in this demo, every signed-in user is one. It
 * checks the session, not a Stream token, because the token may be revoked.
 */
function authorizeRevocation(ctx: Context): boolean {
  return signedInUser(ctx)?.isAdmin === true
}

/** Creates a chat app's server. Your own app reads its keys from the environment and omits `streamApi`. */
export function createApp({ apiKey, apiSecret, streamUrl }: DemoSettings): RequestListener {
  const app = new Koa()
  app.keys = [process.env.SESSION_SECRET || randomBytes(32).toString('hex')]
  app.use(session(app))

  // POST /stream/token issues a token for the user that verifyUser returns.
  // With authorizeRevocation there are also POST /stream/revocations and GET /stream/revocations/{userId}.
  const streamApi = { baseUrl: streamUrl }
  const stream = streamTokenProvider(verifyUser, { apiKey, apiSecret, streamApi, authorizeRevocation })
  app.use(stream)

  const routes = new Router()

  // Signs out everywhere: ends the user's sessions, then revokes the user's tokens.
  routes.delete('/sessions', stream.revokeOnLogout(endSessions), ctx => {
    ctx.status = 204
  })

  routes.get('/api/me', stream.requireUserToken(), ctx => {
    ctx.body = { userId: getStreamAuth(ctx).userId }
  })

  // JSON only: a form of another site cannot send it, so it cannot sign a visitor in as somebody else.
  app.use(bodyParser({ enableTypes: ['json'] }))
  app.use(routes.routes())
  app.use(sessionRoutes.routes())
  app.use(demoRoutes({ streamUrl }).routes())
  // The demo page at / and the token page at /tokens.
  app.use(
    serve(pageFolder, {
      extensions: ['html'],
      setHeaders: (res, file) => res.setHeaders(new Headers(pageHeaders(streamUrl, file))),
    }),
  )
  return app.callback()
}

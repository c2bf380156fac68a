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

/** The whole answer to "who is it?": the session. Not the body, not the query, not a header. */
function verifyUser(ctx: Context): { id: string; expiresIn: number } | undefined {
  const user = signedInUser(ctx)
  return user && { id: user.id, expiresIn: user.expiresIn }
}

/**
 * The whole answer to "who may revoke and block?". Name your admins here, and nobody else: in this demo every user who
 * is signed in is one, also of the others. It asks the session, not a Stream token, which may be what is revoked.
 */
function authorizeRevocation(ctx: Context): boolean {
  return signedInUser(ctx)?.isAdmin === true
}

/** A chat app's server. An app of your own reads its keys from the environment, and Stream is where Stream is. */
export function createApp({ apiKey, apiSecret, streamUrl }: DemoSettings): RequestListener {
  const app = new Koa()
  app.keys = [process.env.SESSION_SECRET || randomBytes(32).toString('hex')]
  app.use(session(app))

  // All of it: POST /stream/token now answers a token for whoever verifyUser names.
  // With authorizeRevocation there is POST /stream/revocations too, and GET /stream/revocations/{userId}.
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

  app.use(bodyParser())
  app.use(routes.routes())
  app.use(sessionRoutes.routes())
  app.use(demoRoutes({ apiSecret, streamUrl }).routes())
  const headers = new Headers(pageHeaders(streamUrl))
  app.use(serve(pageFolder, { setHeaders: res => res.setHeaders(headers) }))
  return app.callback()
}

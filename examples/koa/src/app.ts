import { randomBytes } from 'node:crypto'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import { getStreamAuth, streamTokenProvider } from '@stream-token/koa'
import Koa, { type Context } from 'koa'
import session from 'koa-session'
import { checkPassword } from './users.js'

/** Starts a new session. regenerate() matters with a store: an id from before the sign-in is not used again. */
async function startSession(ctx: Context, userId: string): Promise<void> {
  ctx.session = { userId, signedInAt: Date.now() / 1000 }
  await ctx.session.regenerate()
}

const endSession = (ctx: Context) => {
  ctx.session = null
}

/** Returns the signed-in user. It reads only the session. Sessions from before the user's last log-out get no token. */
function verifyUser(ctx: Context) {
  const { userId, signedInAt = 0 }: { userId?: string; signedInAt?: number } = ctx.session ?? {}
  return userId && { id: userId, signedInAt }
}

/** Creates the app. It throws if the key or the secret of Stream is missing. */
export function createApp(): Koa {
  const app = new Koa()
  app.keys = [process.env.SESSION_SECRET || randomBytes(32).toString('hex')] // without it, a restart signs everybody out
  app.use(session({ sameSite: 'lax' }, app)) // the session is in a signed cookie: its copies outlive a log-out

  const stream = streamTokenProvider(verifyUser)
  app.use(stream) // POST /stream/token

  const router = new Router()

  // JSON only: a form on another site cannot send it, so it cannot sign a visitor in as somebody else.
  router.post('/sign-in', bodyParser({ enableTypes: ['json'] }), async ctx => {
    const { name, password } = Object(ctx.request.body)
    const userId = await checkPassword(name, password)
    if (userId === undefined) {
      ctx.status = 401
      ctx.body = { error: 'The name or the password is wrong.' }
      return
    }
    await startSession(ctx, userId)
    ctx.body = { userId }
  })

  router.post('/log-out', stream.revokeOnLogout(endSession), ctx => {
    ctx.body = { message: 'You are logged out on all devices.' }
  })

  router.get('/api/me', stream.requireUserToken(), ctx => {
    ctx.body = { id: getStreamAuth(ctx).userId }
  })

  app.use(router.routes())
  return app
}

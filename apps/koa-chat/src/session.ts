import Router from '@koa/router'
import {
  bodyField,
  endSessionsOf,
  findDemoUser,
  newSession,
  type SignedInUser,
  sessionUser,
  unknownUser,
} from '@stream-token/web'
import type Koa from 'koa'
import type { Context } from 'koa'
import createSession from 'koa-session'

const oneDay = 24 * 60 * 60 * 1000

/** The session: a signed cookie that scripts and other sites cannot use. With HTTPS, add `secure`. */
export function session(app: Koa): Koa.Middleware {
  return createSession({ key: 'session', signed: true, httpOnly: true, sameSite: 'lax', maxAge: oneDay }, app)
}

/** Returns the signed-in user, from the session only. */
export function signedInUser(ctx: Context): SignedInUser | undefined {
  return sessionUser(ctx.session)
}

/** Ends the user's sessions on every device. */
export function endSessions(ctx: Context): void {
  const user = signedInUser(ctx)
  if (user !== undefined) endSessionsOf(user)
  ctx.session = null
}

/** Sign-in and sign-out routes. The demo checks no password; your app must check credentials here. */
export const sessionRoutes: Router = new Router()

sessionRoutes.get('/session', ctx => {
  ctx.body = { user: signedInUser(ctx) ?? null }
})

sessionRoutes.post('/session', ctx => {
  const user = findDemoUser(bodyField(ctx.request.body, 'user'))
  if (user === undefined) {
    ctx.status = unknownUser.status
    ctx.body = unknownUser.body
    return
  }
  ctx.session = { ...newSession(user) }
  ctx.body = { user }
})

sessionRoutes.delete('/session', ctx => {
  ctx.session = null
  ctx.status = 204
})

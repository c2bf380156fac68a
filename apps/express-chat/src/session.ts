import { randomBytes } from 'node:crypto'
import {
  endSessionsOf,
  findDemoUser,
  newSession,
  type SignedInUser,
  sessionUser,
  unknownUser,
} from '@stream-token/web'
import cookieSession from 'cookie-session'
import { json, type Request, type RequestHandler, Router } from 'express'

const oneDay = 24 * 60 * 60 * 1000

/** The session: a signed cookie that scripts and other sites cannot use. With HTTPS, add `secure`. */
export const session: RequestHandler = cookieSession({
  name: 'session',
  keys: [process.env.SESSION_SECRET || randomBytes(32).toString('hex')],
  httpOnly: true,
  sameSite: 'lax',
  maxAge: oneDay,
})

/** Returns the signed-in user, from the session only. */
export function signedInUser(req: Request): SignedInUser | undefined {
  return sessionUser(req.session)
}

/** Ends the user's sessions on every device. */
export function endSessions(req: Request): void {
  const user = signedInUser(req)
  if (user !== undefined) endSessionsOf(user)
  req.session = null
}

/** Sign-in and sign-out routes. The demo checks no password; your app must check credentials here. */
export const sessionRoutes: Router = Router()

sessionRoutes.get('/session', (req, res) => {
  res.json({ user: signedInUser(req) ?? null })
})

sessionRoutes.post('/session', json(), (req, res) => {
  const user = findDemoUser(req.body?.user)
  if (user === undefined) {
    res.status(unknownUser.status).json(unknownUser.body)
    return
  }
  req.session = { ...newSession(user) }
  res.json({ user })
})

sessionRoutes.delete('/session', (req, res) => {
  req.session = null
  res.status(204).end()
})

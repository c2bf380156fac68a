import { randomBytes } from 'node:crypto'
import { type DemoUser, demoUsers, findDemoUser } from '@stream-token/web'
import cookieSession from 'cookie-session'
import { json, type Request, type RequestHandler, Router } from 'express'

const oneDay = 24 * 60 * 60 * 1000

/** The session: a cookie that the app signs, and that scripts and other sites cannot use. Behind https, add `secure`. */
export const session: RequestHandler = cookieSession({
  name: 'session',
  keys: [process.env.SESSION_SECRET ?? randomBytes(32).toString('hex')],
  httpOnly: true,
  sameSite: 'lax',
  maxAge: oneDay,
})

/**
 * How often each user signed out everywhere. The session is all in its cookie, so that the copies on other devices end
 * only by a count that they lag behind; an app keeps it in its database, beside the user.
 */
const endings = new Map<string, number>()

const endingsOf = (userId: string): number => endings.get(userId) ?? 0

/** Who is signed in, by the session and by nothing else. */
export function signedInUser(req: Request): DemoUser | undefined {
  const user = findDemoUser(req.session?.userId)
  return user && req.session?.endings === endingsOf(user.id) ? user : undefined
}

/** Ends the user's sessions on every device. */
export function endSessions(req: Request): void {
  const user = signedInUser(req)
  if (user !== undefined) endings.set(user.id, endingsOf(user.id) + 1)
  req.session = null
}

/** Signing in and out: a demo takes your word for who you are, an app checks it here. */
export const sessionRoutes: Router = Router()

sessionRoutes.get('/session', (req, res) => {
  res.json({ user: signedInUser(req) ?? null })
})

sessionRoutes.post('/session', json(), (req, res) => {
  const user = findDemoUser(req.body?.user)
  if (user === undefined) {
    const known = demoUsers.map(({ id }) => id).join(', ')
    res.status(400).json({ reason: 'user_unknown', detail: `You can sign in as one of: ${known}.` })
    return
  }
  req.session = { userId: user.id, endings: endingsOf(user.id) }
  res.json({ user })
})

sessionRoutes.delete('/session', (req, res) => {
  req.session = null
  res.status(204).end()
})

import { randomBytes } from 'node:crypto'
import { getStreamAuth, streamTokenProvider } from '@stream-token/express'
import express, { type Express, type Request } from 'express'
import session from 'express-session'
import { checkPassword } from './users.js'

declare module 'express-session' {
  interface SessionData {
    userId: string
    signedInAt: number
  }
}

/** Starts a new session: an id from before the sign-in, which somebody else may know, is not used again. */
async function startSession(req: Request, userId: string): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    req.session.regenerate(error => (error ? reject(error) : resolve())),
  )
  req.session.userId = userId
  req.session.signedInAt = Date.now() / 1000
}

/** destroy() takes a callback. The promise makes revokeOnLogout wait until the session is gone. */
const endSession = (req: Request) =>
  new Promise<void>((resolve, reject) => req.session.destroy(error => (error ? reject(error) : resolve())))

/** Returns the signed-in user. It reads only the session. Sessions from before the user's last log-out get no token. */
function verifyUser({ session: { userId, signedInAt = 0 } }: Request) {
  return userId && { id: userId, signedInAt }
}

/** Creates the app. It throws if the key or the secret of Stream is missing. */
export function createApp(): Express {
  const app = express()
  const secret = process.env.SESSION_SECRET || randomBytes(32).toString('hex') // without it, a restart signs everybody out
  const cookie = { sameSite: 'lax', secure: 'auto' } as const
  app.use(session({ secret, resave: false, saveUninitialized: false, cookie }))

  const stream = streamTokenProvider(verifyUser)
  app.use(stream) // POST /stream/token

  // JSON only: a form on another site cannot send it, so it cannot sign a visitor in as somebody else.
  app.post('/sign-in', express.json(), async (req, res) => {
    const userId = await checkPassword(req.body?.name, req.body?.password)
    if (userId === undefined) {
      res.status(401).json({ error: 'The name or the password is wrong.' })
      return
    }
    await startSession(req, userId)
    res.json({ userId })
  })

  app.post('/log-out', stream.revokeOnLogout(endSession), (_req, res) => {
    res.json({ message: 'You are logged out on all devices.' })
  })

  app.get('/api/me', stream.requireUserToken(), (req, res) => {
    res.json({ id: getStreamAuth(req).userId })
  })

  return app
}

import { getIronSession, type IronSession } from 'iron-session'
import { cookies } from 'next/headers'

interface SessionData {
  userId?: string
  signedInAt?: number
}

/** The session: an encrypted cookie. Copies of it outlive a log-out, so verifyUser returns signedInAt. */
export async function getSession(): Promise<IronSession<SessionData>> {
  return getIronSession(await cookies(), {
    cookieName: 'session',
    password: process.env.SESSION_SECRET ?? '', // at least 32 characters
    cookieOptions: { sameSite: 'lax', secure: process.env.NODE_ENV === 'production' },
  })
}

/** Starts a new session: nothing of the session before the sign-in is kept. */
export async function startSession(userId: string): Promise<void> {
  const session = await getSession()
  session.destroy()
  Object.assign(session, { userId, signedInAt: Date.now() / 1000 })
  await session.save()
}

export async function endSession(): Promise<void> {
  const session = await getSession()
  session.destroy()
}

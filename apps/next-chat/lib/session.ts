import {
  type DemoSession,
  type DemoUser,
  endSessionsOf,
  newSession,
  type SignedInUser,
  sessionUser,
} from '@stream-token/web/routes'
import { getIronSession, type IronSession } from 'iron-session'
import { cookies } from 'next/headers'

const oneDay = 24 * 60 * 60

/** The session: an encrypted cookie that scripts and other sites cannot use. With HTTPS, remove `secure: false`. */
async function session(): Promise<IronSession<Partial<DemoSession>>> {
  return getIronSession(await cookies(), {
    cookieName: 'session',
    password: process.env.SESSION_SECRET ?? '',
    ttl: oneDay,
    cookieOptions: { httpOnly: true, sameSite: 'lax', secure: false },
  })
}

/** Returns the signed-in user, from the session only. */
export async function signedInUser(): Promise<SignedInUser | undefined> {
  return sessionUser(await session())
}

/** Starts a session in this browser. */
export async function startSession(user: DemoUser): Promise<void> {
  await Object.assign(await session(), newSession(user)).save()
}

/** Ends the session of this browser. */
export async function endSession(): Promise<void> {
  const ended = await session()
  ended.destroy()
}

/** Ends the user's sessions on every device. */
export async function endSessions(): Promise<void> {
  const user = await signedInUser()
  if (user !== undefined) endSessionsOf(user)
  await endSession()
}

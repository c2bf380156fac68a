import { type DemoUser, findDemoUser } from './demo-users.js'

/** What the app keeps in the cookie of a session. */
export type DemoSession = { readonly userId: string; readonly endings: number }

/** A cookie's content, of any origin: every framework has a type of its own for it. */
type Kept = Readonly<Record<string, unknown>> | null | undefined

/**
 * How often each user signed out everywhere. A session is all in its cookie, so that the copies on other devices end only
 * by a count that they lag behind; an app keeps it in its database, beside the user.
 */
const endings = new Map<string, number>()

const endingsOf = (userId: string): number => endings.get(userId) ?? 0

/** What to keep of somebody who signs in. */
export function newSession({ id }: DemoUser): DemoSession {
  return { userId: id, endings: endingsOf(id) }
}

/** Whose session it is, unless it has ended. */
export function sessionUser(session: Kept): DemoUser | undefined {
  const user = findDemoUser(session?.userId)
  return user && session?.endings === endingsOf(user.id) ? user : undefined
}

/** Ends the sessions of a user on every device. */
export function endSessionsOf({ id }: DemoUser): void {
  endings.set(id, endingsOf(id) + 1)
}

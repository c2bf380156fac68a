import { type DemoUser, findDemoUser } from './demo-users.js'

/** The content of a session cookie. */
export type DemoSession = { readonly userId: string; readonly endings: number }

/** The untrusted content of a cookie; each framework has its own type for it. */
type Kept = Readonly<Record<string, unknown>> | null | undefined

/**
 * How often each user signed out everywhere. The cookie holds the whole session, so cookies on other devices are
 * invalidated by their outdated count. An app would keep the count in its database, with the user.
 */
const endings = new Map<string, number>()

const endingsOf = (userId: string): number => endings.get(userId) ?? 0

/** Returns the session of a user who signs in. */
export function newSession({ id }: DemoUser): DemoSession {
  return { userId: id, endings: endingsOf(id) }
}

/** Returns the user of a session, unless the session has ended. */
export function sessionUser(session: Kept): DemoUser | undefined {
  const user = findDemoUser(session?.userId)
  return user && session?.endings === endingsOf(user.id) ? user : undefined
}

/** Ends the sessions of a user on every device. */
export function endSessionsOf({ id }: DemoUser): void {
  const ended = { userId: id, endings: endingsOf(id) + 1 }
  takeEndings(ended)
  notify(ended)
}

let notify: (ended: DemoSession) => void = () => {}

/** Calls the listener when this process ends the sessions of a user, so that it can notify others. */
export function onSessionsEnded(listener: (ended: DemoSession) => void): void {
  notify = listener
}

/** Takes over what another process has ended. */
export function takeEndings({ userId, endings: count }: DemoSession): void {
  endings.set(userId, Math.max(count, endingsOf(userId)))
}

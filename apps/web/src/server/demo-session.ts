import { type DemoUser, findDemoUser } from './demo-users.js'

/** The content of a session cookie. */
export type DemoSession = {
  readonly userId: string
  readonly endings: number
  /** When the user signed in, in seconds since 1970. */
  readonly signedInAt: number
}

/** What other processes learn when the sessions of a user end. */
export type EndedSessions = Pick<DemoSession, 'userId' | 'endings'>

/** A user with a session. */
export interface SignedInUser extends DemoUser {
  readonly signedInAt: number
}

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
  return { userId: id, endings: endingsOf(id), signedInAt: Date.now() / 1000 }
}

/** Returns the user of a session, unless the session has ended. */
export function sessionUser(session: Kept): SignedInUser | undefined {
  const user = findDemoUser(session?.userId)
  const signedInAt = session?.signedInAt
  if (user === undefined || session?.endings !== endingsOf(user.id)) return undefined
  return typeof signedInAt === 'number' ? { ...user, signedInAt } : undefined
}

/** Ends the sessions of a user on every device. */
export function endSessionsOf({ id }: DemoUser): void {
  const ended = { userId: id, endings: endingsOf(id) + 1 }
  takeEndings(ended)
  notify(ended)
}

let notify: (ended: EndedSessions) => void = () => {}

/** Calls the listener when this process ends the sessions of a user, so that it can notify others. */
export function onSessionsEnded(listener: (ended: EndedSessions) => void): void {
  notify = listener
}

/** Takes over what another process has ended. */
export function takeEndings({ userId, endings: count }: EndedSessions): void {
  endings.set(userId, Math.max(count, endingsOf(userId)))
}

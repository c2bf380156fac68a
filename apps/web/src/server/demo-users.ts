/** Somebody you can sign in as. */
export interface DemoUser {
  readonly id: string
  readonly name: string
  /** Lifetime of this user's tokens, in seconds. The server decides it; the page only shows it. */
  readonly expiresIn: number
  /** Whether this user may revoke and block. */
  readonly isAdmin: boolean
}

/**
 * Three made-up users, so that one of them shows a token expire while you watch. All three are admins, so that each can
 * try the revocations on everybody; in an app of yours few are.
 */
export const demoUsers: readonly DemoUser[] = [
  { id: 'yuki', name: 'Yuki Tanaka', expiresIn: 3600, isAdmin: true },
  { id: 'tomas', name: 'Tomás Lindqvist', expiresIn: 60, isAdmin: true },
  { id: 'maya', name: 'Maya Okafor', expiresIn: 10, isAdmin: true },
]

/** Finds a demo user by an id of any origin: a body, a cookie, a token. */
export function findDemoUser(id: unknown): DemoUser | undefined {
  return demoUsers.find(user => user.id === id)
}

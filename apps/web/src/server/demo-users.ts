/** A user that you can sign in as. */
export interface DemoUser {
  readonly id: string
  readonly name: string
  /** Lifetime of this user's tokens, in seconds. The server sets it; the page only shows it. */
  readonly expiresIn: number
  /** Whether this user may revoke and block. */
  readonly isAdmin: boolean
}

/**
 * Three demo users; one has a lifetime short enough to watch a token expire. All are admins, so that each can revoke
 * and block everyone. In your app, only a few users should be.
 */
export const demoUsers: readonly DemoUser[] = [
  { id: 'yuki', name: 'Yuki Tanaka', expiresIn: 3600, isAdmin: true },
  { id: 'tomas', name: 'Tomás Lindqvist', expiresIn: 60, isAdmin: true },
  { id: 'maya', name: 'Maya Okafor', expiresIn: 10, isAdmin: true },
]

/** Finds a demo user by an untrusted id from a body, a cookie or a token. */
export function findDemoUser(id: unknown): DemoUser | undefined {
  return demoUsers.find(user => user.id === id)
}

/** Somebody you can sign in as. */
export interface DemoUser {
  readonly id: string
  readonly name: string
  /** Lifetime of this user's tokens, in seconds. The server decides it; the page only shows it. */
  readonly expiresIn: number
}

/** Three made-up users, so that one of them shows a token expire while you watch. */
export const demoUsers: readonly DemoUser[] = [
  { id: 'yuki', name: 'Yuki Tanaka', expiresIn: 3600 },
  { id: 'tomas', name: 'Tomás Lindqvist', expiresIn: 60 },
  { id: 'maya', name: 'Maya Okafor', expiresIn: 10 },
]

/** Finds a demo user by an id of any origin: a body, a cookie, a token. */
export function findDemoUser(id: unknown): DemoUser | undefined {
  return demoUsers.find(user => user.id === id)
}

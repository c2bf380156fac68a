import { brokenToken, isFault } from './broken-token.js'
import { type DemoUser, demoUsers } from './demo-users.js'

/** An answer of a route that only the demo's page asks; every framework sends it its own way. */
export interface DemoAnswer {
  readonly status: number
  readonly body: object
}

/** What `POST /session` says to a user it does not know. */
export const unknownUser: DemoAnswer = {
  status: 400,
  body: {
    reason: 'user_unknown',
    detail: `You can sign in as one of: ${demoUsers.map(({ id }) => id).join(', ')}.`,
  },
}

/** `POST /demo/broken-token`: a token for who is signed in, with the fault that was asked for. */
export function brokenTokenAnswer(user: DemoUser | undefined, fault: unknown, apiSecret: string): DemoAnswer {
  if (user === undefined)
    return { status: 401, body: { reason: 'unauthenticated', detail: 'Sign in first.' } }
  if (!isFault(fault))
    return { status: 400, body: { reason: 'fault_unknown', detail: 'Ask for expired or future.' } }
  return { status: 200, body: { token: brokenToken(fault, user.id, apiSecret) } }
}

import { brokenToken, isBrokenKind } from './broken-token.js'
import { type DemoUser, demoUsers } from './demo-users.js'

/** A response of a route that only the demo page uses; each framework sends it in its own way. */
export interface DemoResponse {
  readonly status: number
  readonly body: object
}

/** The response of `POST /session` for an unknown user. */
export const unknownUser: DemoResponse = {
  status: 400,
  body: {
    reason: 'user_unknown',
    detail: `You can sign in as one of: ${demoUsers.map(({ id }) => id).join(', ')}.`,
  },
}

/** The response of `POST /demo/broken-token`: a token for the signed-in user, broken as requested. */
export function brokenTokenResponse(
  user: DemoUser | undefined,
  kind: unknown,
  apiSecret: string,
): DemoResponse {
  if (user === undefined)
    return { status: 401, body: { reason: 'unauthenticated', detail: 'Sign in first.' } }
  if (!isBrokenKind(kind))
    return { status: 400, body: { reason: 'kind_unknown', detail: 'Send the kind expired or future.' } }
  return { status: 200, body: { token: brokenToken(kind, user.id, apiSecret) } }
}

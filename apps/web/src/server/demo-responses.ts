import { demoUsers } from './demo-users.js'

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

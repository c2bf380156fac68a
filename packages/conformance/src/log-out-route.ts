import { TokenProviderError } from '@stream-token/core'

/** The app's own log-out. */
export interface LogOutRoute {
  readonly path: string
  /** What the app passes to `revokeOnLogout`; receives a function that returns a request header. */
  readonly endSession: (header: (name: string) => string | undefined) => Promise<void>
  /** What the app's own handler responds with, as JSON. */
  readonly result: Readonly<Record<string, unknown>>
}

/** The request header with the state of the session. */
export const TEST_SESSION = 'x-test-session'

/** The log-out that every host serves below its mount, for POST, behind `revokeOnLogout`. */
export const LOG_OUT_ROUTE: LogOutRoute = {
  path: '/log-out',
  /** A session that fails to end shows in the response that its end was tried. */
  async endSession(header) {
    if (header(TEST_SESSION) === 'fails') throw new TokenProviderError('overloaded')
  },
  result: { loggedOut: true },
}

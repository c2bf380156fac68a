import type { Clock } from '@stream-token/core'
import type { InjectedFailure, InterceptedRequest } from './controls/failure.js'

/** A request and the emulator's response to it, without the token and the query. */
export interface RequestEvent {
  readonly method: string
  readonly path: string
  /** The HTTP status; 101 for a socket that connected, Stream's `StatusCode` for one that was refused. */
  readonly status: number
  /** Stream's error number, if the request was refused. */
  readonly code?: number | undefined
}

/** How an emulator behaves. */
export interface StreamEmulatorOptions {
  /** The app's API key. */
  readonly apiKey: string
  /** The app's API secret, at least 32 bytes. */
  readonly apiSecret: string
  /** The port on 127.0.0.1; 0 picks a free one. Default 0. */
  readonly port?: number | undefined
  /** Stream's app setting "disable auth checks": dev tokens are accepted. Default false. */
  readonly disableAuthChecks?: boolean | undefined
  /** Whether a user's revoke date revokes tokens without `iat`; Stream's pages disagree. Default 'revoked'. */
  readonly tokensWithoutIat?: 'revoked' | 'valid' | undefined
  /** Returns the time in milliseconds. `emulator.clock` moves it. Default: the machine's clock. */
  readonly clock?: Clock | undefined
  /**
   * Injects failures: called before the emulator handles a request, except preflights. A returned failure replaces
   * the emulator's response. A promise delays the request.
   */
  readonly intercept?:
    | ((request: InterceptedRequest) => InjectedFailure | undefined | Promise<InjectedFailure | undefined>)
    | undefined
  /** Called after every response of the emulator itself; errors that it throws are ignored. */
  readonly onRequest?: ((event: RequestEvent) => unknown) | undefined
}

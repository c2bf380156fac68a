import type { Clock } from '@stream-token/core'
import type { Fault, InterceptedRequest } from './fault.js'

/** What an emulator answered. It names no token and no query. */
export interface RequestEvent {
  readonly method: string
  readonly path: string
  /** The HTTP status; 101 for a socket that was greeted, and Stream's `StatusCode` for one that was refused. */
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
  /** The port on 127.0.0.1; 0 takes a free one. Default 0. */
  readonly port?: number | undefined
  /** Stream's app setting "disable auth checks": dev tokens are accepted. Default false. */
  readonly disableAuthChecks?: boolean | undefined
  /** What a user's revoke date does to tokens without `iat`: Stream's pages disagree. Default 'revoked'. */
  readonly tokensWithoutIat?: 'revoked' | 'valid' | undefined
  /** Tells the time, in milliseconds. Default: the machine's clock. */
  readonly clock?: Clock | undefined
  /**
   * For tests of failure handling: called before the emulator looks at a request (preflights excepted); what it
   * answers happens in place of the emulator's answer. A promise delays the request.
   */
  readonly intercept?:
    | ((request: InterceptedRequest) => Fault | undefined | Promise<Fault | undefined>)
    | undefined
  /** Told of every answer the emulator itself gave; what it throws is dropped. */
  readonly onRequest?: ((event: RequestEvent) => unknown) | undefined
}

import type { RevocationStore } from '../cutoffs/store.js'
import type { TokenProviderEvent } from '../events/events.js'
import type { Clock } from '../primitives/numeric-date.js'
import type { RevocationCommand } from './revocation-command.js'

/**
 * The options of a token provider. Every duration is in seconds. A cutoff is the instant of a revocation: tokens issued
 * before it are revoked.
 */
export interface TokenProviderOptions<Raw = unknown> {
  /**
   * API key of the app, from the Stream dashboard; or a function that returns it or a promise of it, which is called once,
   * at the first use. Default: the environment variable `STREAM_API_KEY`.
   */
  readonly apiKey?: string | (() => string | Promise<string>) | undefined
  /**
   * API secret of the app, or a list of 1 to 10 secrets: the first signs, all verify; or a function that returns them or a
   * promise of them, such as a look-up in a secret manager. Default: the environment variable `STREAM_API_SECRET`.
   */
  readonly apiSecret?: ApiSecret | (() => ApiSecret | Promise<ApiSecret>) | undefined
  /** Whether to accept a secret shorter than 32 bytes. Default false. */
  readonly allowShortSecret?: boolean | undefined
  /** Path of the routes below the mount; starts with `/` and does not end with it, or is ''. Default '/stream'. */
  readonly basePath?: string | undefined
  /** Lifetime of a token, in whole seconds, 1 to 315,360,000 (ten years); null: tokens never expire. Default 3600. */
  readonly expiresIn?: number | null | undefined
  /**
   * Longest lifetime that `verifyUser` can return, in whole seconds, 1 to 315,360,000; longer lifetimes are shortened,
   * with an event. Default 86400.
   */
  readonly maxExpiresIn?: number | undefined
  /**
   * How far before now `iat` is set, in whole seconds, 0 to 300. Default 5. Stream has no leeway: it refuses tokens
   * from the future (code 42). Raise it if your server's clock runs ahead of Stream's.
   */
  readonly backdate?: number | undefined
  /**
   * How far the clocks of this app's own instances may differ, in seconds, 0 to 0.3. Default 0.2. Only revocation uses
   * it. Raise it if the clocks of your instances differ more, for example without NTP.
   */
  readonly clockSkew?: number | undefined
  /**
   * Leeway for `exp`, `nbf` and `iat` when a token is verified, in seconds, 0 to 300; never for cutoffs. Default 0.
   * Raise it if you verify tokens of other issuers, whose clocks differ from yours.
   */
  readonly clockTolerance?: number | undefined
  /**
   * Time limit for `verifyUser`, `authorizeRevocation` and the limiter, in seconds, above 0 and at most 300; then the
   * response is 503. Default 5.
   */
  readonly verifyUserTimeout?: number | undefined
  /**
   * How many calls of `verifyUser` and `authorizeRevocation` may run at the same time, 1 to 1,000,000; the response to
   * more is 503. Default 256.
   */
  readonly maxPending?: number | undefined
  /** How many tokens may wait for a cutoff to pass, 1 to 1,000,000; the response to more is 503. Default 10000. */
  readonly maxHeld?: number | undefined
  /** Largest request body, in bytes, 1 to 1,048,576; the response to a larger one is 413. Default 4096. */
  readonly bodyLimit?: number | undefined
  /**
   * Time limit for a request body to arrive, in seconds, above 0 and at most 300; then the response is 408. Default 10.
   */
  readonly bodyTimeout?: number | undefined
  /** Longest token that is verified or minted, in bytes, 256 to 65,536. Default 8192. */
  readonly maxTokenBytes?: number | undefined
  /**
   * Store for revocations: an object with `read` and `write`, shared by your instances. Default: this process's memory.
   */
  readonly revocations?: RevocationStore | undefined
  /**
   * Stream's API, to which revocations are propagated; false: they are not. Default: Stream's chat API, or the emulator at
   * the environment variable `STREAM_LOCAL_TEST_HOST`, which Stream's own SDKs also read.
   */
  readonly streamApi?: StreamApiOptions | false | undefined
  /** Whether a user's cutoff makes tokens without `iat` 'revoked' or leaves them 'valid'. Default 'revoked'. */
  readonly tokensWithoutIat?: 'revoked' | 'valid' | undefined
  /**
   * Greatest age of a token, in whole seconds, 1 to 315,360,000; older tokens, and tokens without `iat`, count as
   * expired. Default: no limit.
   */
  readonly maxTokenAge?: number | undefined
  /**
   * Time limit for a read of the store, in seconds, above 0 and at most 60; then the state is unknown, and the response is
   * 503. Default 1. Lower it if your clients should rather retry than wait.
   */
  readonly storeTimeout?: number | undefined
  /**
   * Time limit for storing a change, in seconds, above 0 and at most 60; then it counts as not stored. Default 5. Raise it
   * if your store is far away.
   */
  readonly writeTimeout?: number | undefined
  /** Whether to accept unsigned dev tokens; refused unless `NODE_ENV` is 'development' or 'test'. Default false. */
  readonly devTokens?: boolean | undefined
  /** Whether to allow `devTokens` for every `NODE_ENV`. Default false. */
  readonly allowDevTokensInProduction?: boolean | undefined
  /**
   * Guests: `POST /guest` creates a user with the role `guest` at Stream, and responds with a token for it, to anybody.
   * Set `rateLimit` too. False: there is no such route. Default false.
   */
  readonly guests?: GuestOptions | false | undefined
  /** Decides who may use the revocation routes. Default: none, and there are no such routes. */
  readonly authorizeRevocation?: AuthorizeRevocation<Raw> | undefined
  /**
   * Other origins whose pages may request tokens: a list such as `['https://app.example']`, or a function of the origin,
   * which may return a promise and has `verifyUserTimeout` seconds. Only `true` allows. Default: none.
   */
  readonly allowedOrigins?: AllowedOrigins | undefined
  /** Request headers that a page of another origin may send, besides `Authorization` and `Content-Type`. Default: none. */
  readonly allowedHeaders?: readonly string[] | undefined
  /** Limits how often tokens are requested: `consume` rejects to refuse; keys are `ip:…` and `user:…`. Default: no limit. */
  readonly rateLimit?: { consume(key: string): Promise<unknown> } | undefined
  /**
   * Receives every event, synchronously; what it throws is ignored. Default: server errors go to the console, without
   * what the app threw.
   */
  readonly onEvent?: ((event: TokenProviderEvent) => unknown) | undefined
  /**
   * What happens with a server error (500) of the endpoint or a log-out: 'respond' sends the reply, 'forward' throws it to
   * the framework's error handler with `status` and `cause`, so that an error tracker sees it. Default 'respond'.
   */
  readonly onServerError?: 'respond' | 'forward' | undefined
  /**
   * Keeps a serverless host alive until a promise settles: revocations are sent to Stream after the response. Pass the
   * host's own `waitUntil`. Default: none; a server that stays alive needs none.
   */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined
  /** Returns the current time, in milliseconds since 1970; for tests. Default: the machine's clock. */
  readonly clock?: Clock | undefined
}

/** One API secret, or 1 to 10 of them: the first signs, all verify. */
export type ApiSecret = string | readonly string[]

/** Origins such as `https://app.example`, or a function that decides about one. */
export type AllowedOrigins = readonly string[] | ((origin: string) => boolean | Promise<boolean>)

/**
 * The app's own check of who may use the revocation routes, from the framework's request. Only `true` allows.
 *
 * This is the type of a method, so that a function of a framework's request is accepted where any request is expected.
 */
export type AuthorizeRevocation<Raw> = {
  check(
    raw: Raw,
    context: { readonly command: RevocationCommand; readonly signal: AbortSignal },
  ): boolean | Promise<boolean>
}['check']

/** The tokens of guests. */
export interface GuestOptions {
  /** Lifetime of a guest's token, in whole seconds, 1 to 315,360,000. Default: the option `expiresIn`. */
  readonly expiresIn?: number | undefined
}

/** How to reach Stream's API. */
export interface StreamApiOptions {
  /** Base URL of the API: https, or http on this machine. Default 'https://chat.stream-io-api.com'. */
  readonly baseUrl?: string | undefined
  /** Time limit for one call, in seconds, above 0 and at most 300. Default 5. */
  readonly timeout?: number | undefined
  /** How often a failed call is retried, 0 to 10. Default 3. */
  readonly retries?: number | undefined
}

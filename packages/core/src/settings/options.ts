import type { RevocationStore } from '../cutoffs/store.js'
import type { TokenProviderEvent } from '../events/events.js'
import type { Clock } from '../primitives/numeric-date.js'
import type { RevocationCommand } from './revocation-command.js'

/** How a token provider behaves. Every duration is in seconds. */
export interface TokenProviderOptions<Raw = unknown> {
  /** The app's API key. Default: `STREAM_API_KEY`. */
  readonly apiKey?: string | undefined
  /** The app's API secret, or 1 to 10 of them: the first signs, all verify. Default: `STREAM_API_SECRET`. */
  readonly apiSecret?: string | readonly string[] | undefined
  /** Whether a secret may be under 32 bytes. Default false. */
  readonly allowShortSecret?: boolean | undefined
  /** Where the routes are, below the mount; '' is allowed. Default '/stream'. */
  readonly basePath?: string | undefined
  /** Lifetime of a token, in whole seconds, 1 to 315,360,000; null: it never expires. Default 3600. */
  readonly expiresIn?: number | null | undefined
  /** The longest lifetime that `verifyUser` can ask for, in whole seconds; longer wishes are shortened. Default 86400. */
  readonly maxExpiresIn?: number | undefined
  /** How far `iat` lies behind now, in whole seconds, 0 to 300: Stream has no leeway for clocks ahead of its own. Default 5. */
  readonly backdate?: number | undefined
  /** How far the clocks of this app's instances are apart, in seconds, 0 to 0.5. Default 0.2. */
  readonly clockSkew?: number | undefined
  /** Leeway for `exp`, `nbf` and `iat` when reading, in seconds, 0 to 300; never for cutoffs. Default 0. */
  readonly clockTolerance?: number | undefined
  /** How long `verifyUser`, `authorizeRevocation` or the limiter may take, in seconds, up to 300. Default 5. */
  readonly verifyUserTimeout?: number | undefined
  /** How many calls of `verifyUser` and `authorizeRevocation` may be under way; more are answered 503. Default 256. */
  readonly maxPending?: number | undefined
  /** How many tokens may wait for a revocation to take force; more are answered 503. Default 10000. */
  readonly maxHeld?: number | undefined
  /** The largest request body, in bytes, up to 1,048,576. Default 4096. */
  readonly bodyLimit?: number | undefined
  /** How long a request body may take to arrive, in seconds, up to 300. Default 10. */
  readonly bodyTimeout?: number | undefined
  /** The longest token that is read, in bytes, 256 to 65,536. Default 8192. */
  readonly maxTokenBytes?: number | undefined
  /** Where revocations are kept. Default: this process's memory. */
  readonly revocations?: RevocationStore | undefined
  /** Stream's API, which revocations are passed on to; false: not. `timeout` in seconds. Default: Stream's chat API, 5 s, 3 retries. */
  readonly streamApi?: StreamApiOptions | false | undefined
  /** What a user's cutoff does to tokens without `iat`. Default 'revoked'. */
  readonly tokensWithoutIat?: 'revoked' | 'valid' | undefined
  /** Tokens older than this, or without `iat`, count as expired; in whole seconds. Default: none. */
  readonly maxTokenAge?: number | undefined
  /** How old the knowledge of revocations may be, in seconds, up to 3600. Default 10. */
  readonly maxStale?: number | undefined
  /** How long the store may take to answer, in seconds, up to 60. Default 0.25. */
  readonly storeTimeout?: number | undefined
  /** Whether unsigned dev tokens are read; refused unless `NODE_ENV` is 'development' or 'test'. Default false. */
  readonly devTokens?: boolean | undefined
  /** Permits `devTokens` in any environment. Default false. */
  readonly allowDevTokensInProduction?: boolean | undefined
  /** Whether guests get a token, and for how many seconds. Default false. */
  readonly guests?: { readonly expiresIn?: number | undefined } | false | undefined
  /** Decides who may use the revocation routes; without it there are none. */
  readonly authorizeRevocation?: AuthorizeRevocation<Raw> | undefined
  /** Other origins whose pages may ask for a token: a list, or a function of the origin. Default: none. */
  readonly allowedOrigins?: readonly string[] | ((origin: string) => boolean) | undefined
  /** Limits how often tokens are asked for. Default: no limit. */
  readonly rateLimit?: { consume(key: string): Promise<unknown> } | undefined
  /** ResultFor at once of what happens; what it throws is dropped. Default: faults alone go to the console, without what the app threw. */
  readonly onEvent?: ((event: TokenProviderEvent) => unknown) | undefined
  /** Tells the time, in milliseconds. Default: the machine's clock. */
  readonly clock?: Clock | undefined
}

/**
 * The app's own check of who may use the revocation routes, by the framework's request. Only true is a yes.
 *
 * A member's type, so that it takes a request of a framework where any request is meant.
 */
export type AuthorizeRevocation<Raw> = {
  check(
    raw: Raw,
    context: { readonly command: RevocationCommand; readonly signal: AbortSignal },
  ): boolean | Promise<boolean>
}['check']

/** How Stream's API is reached. */
export interface StreamApiOptions {
  /** Default 'https://chat.stream-io-api.com'. */
  readonly baseUrl?: string | undefined
  /** How long a call may take, in seconds, up to 300. Default 5. */
  readonly timeout?: number | undefined
  /** How often a call is repeated, 0 to 10. Default 3. */
  readonly retries?: number | undefined
}

import type { StoreNotice } from '../cutoffs/store.js'
import type { ErrorReason } from '../errors/error-reasons.js'
import { type NumericDate, systemClock } from '../primitives/numeric-date.js'

/** What `onEvent` receives. No event contains a token, a secret or a claim. */
export type TokenProviderEvent = { readonly at: NumericDate } & EventFacts

/** An event without its time. */
export type EventFacts = TokenEvent | RevocationEvent | StoreEvent | SetupEvent

/** A mistake in the set-up that refuses nothing by itself. */
export interface SetupEvent {
  readonly type: 'misconfigured'
  /** For the developer: what is wrong, and what to do. */
  readonly message: string
}

/** Events about tokens of the endpoint and of `createToken`, and about 500 errors in a guard or an upgrade. */
export type TokenEvent =
  | {
      readonly type: 'issued'
      readonly userId: string
      /** In seconds since 1970: `new Date(expiresAt * 1000)`; null: the token never expires. */
      readonly expiresAt: NumericDate | null
      /** Identifies the token without revealing it: the start of its SHA-256. */
      readonly tokenId: string
    }
  /** `verifyUser` returned a lifetime above `maxExpiresIn`; `expiresIn` is what the token got. */
  | { readonly type: 'lifetime_shortened'; readonly userId: string; readonly expiresIn: number }
  /**
   * The endpoint refused a request, or a guard or an upgrade failed with 500. Other refusals of a guard or an upgrade
   * are not reported.
   */
  | {
      readonly type: 'refused'
      readonly reason: ErrorReason
      /** For the developer; names rules, never a value. */
      readonly message: string
      /** What the operator can do. */
      readonly action?: string
      /** What the app's function threw. Not enumerable, so that logging an event does not log it. */
      readonly cause?: unknown
    }

/** Events about revocations; without `userId` they are about the app. */
export type RevocationEvent =
  /** `before` is the cutoff now in force, RFC 3339; null: the revocation was undone. */
  | { readonly type: 'revoked'; readonly userId?: string; readonly before: string | null }
  | { readonly type: 'blocked'; readonly userId: string; readonly until: string | null }
  | { readonly type: 'unblocked'; readonly userId: string }
  | { readonly type: 'propagated'; readonly userId?: string }
  /** Stream does not have a change. It is tried again in the background; a late success is a `propagated` event. */
  | { readonly type: 'not_propagated'; readonly userId?: string; readonly reason: string }
  /**
   * The clock was set back: tokens were minted with an `iat` ahead of it. The cutoff is after them, so the user, or without
   * `userId` everybody, gets a new token only when the clock has passed it, in this many seconds.
   */
  | { readonly type: 'clock_set_back'; readonly userId?: string; readonly seconds: number }
  /** `verifyUser` found nobody at a log-out with `revokeOnLogout`: the session was ended, and no token was revoked. */
  | { readonly type: 'log_out_of_nobody' }

/** Events about the revocation store; `cause`, if there is one, is not enumerable. */
export type StoreEvent =
  | StoreNotice
  /** A read failed. Until reads work again, requests that need one get 503. */
  | { readonly type: 'store_unknown'; readonly cause?: unknown }
  | { readonly type: 'store_recovered' }
  /** A write failed: the revocation of the user, or without `userId` of the app, holds in this process only. */
  | { readonly type: 'not_stored'; readonly userId?: string; readonly cause?: unknown }

/** Notifies the app's listener. The cause is a separate argument, so that printing the event does not print it. */
export type Emit = (facts: EventFacts, cause?: unknown) => void

/** Calls `onEvent` synchronously. What it throws or rejects with is ignored: a listener must not break a request. */
export function createEmit(onEvent: (event: TokenProviderEvent) => unknown, now: () => NumericDate): Emit {
  return (facts, cause) => {
    try {
      const event = { at: timeOf(now), ...facts }
      if (cause !== undefined) Object.defineProperty(event, 'cause', { value: cause })
      Promise.resolve(onEvent(event)).catch(() => {})
    } catch {}
  }
}

/** Uses the machine's clock if the app's own clock fails, so that this failure can be reported. */
function timeOf(now: () => NumericDate): NumericDate {
  try {
    return now()
  } catch {
    return systemClock() / 1000
  }
}

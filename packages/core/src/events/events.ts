import type { StoreNotice } from '../cutoffs/store.js'
import type { ErrorReason } from '../errors/error-reasons.js'
import { type NumericDate, systemClock } from '../primitives/numeric-date.js'

/** What `onEvent` is told. No event holds a token, a secret or a claim. */
export type TokenProviderEvent = { readonly at: NumericDate } & EventFacts

/** An event, but for its time. */
export type EventFacts = TokenEvent | RevocationEvent | StoreEvent

/** About tokens asked for at the endpoint or by `createToken`, and faults of the server's at a guard or an upgrade. */
export type TokenEvent =
  | {
      readonly type: 'issued'
      readonly userId: string
      readonly expiresAt: NumericDate | null
      /** Names the token without being it: the start of its SHA-256. */
      readonly tokenId: string
    }
  /** `verifyUser` asked for more than `maxExpiresIn`, and this is what the token got. */
  | { readonly type: 'lifetime_shortened'; readonly userId: string; readonly expiresIn: number }
  /** The endpoint refused; or a guard or an upgrade did, with 500. What they refuse a client for is theirs to tell. */
  | {
      readonly type: 'refused'
      readonly reason: ErrorReason
      /** For the developer: names rules, never a value. */
      readonly message: string
      /** What an operator can do. */
      readonly action?: string
      /** What the app's function threw. Not enumerable, so that logging an event does not log it. */
      readonly cause?: unknown
    }

/** About revocations; without `userId` it is the app's. */
export type RevocationEvent =
  /** `before` is the cutoff in force now, RFC 3339; null: undone. */
  | { readonly type: 'revoked'; readonly userId?: string; readonly before: string | null }
  | { readonly type: 'blocked'; readonly userId: string; readonly until: string | null }
  | { readonly type: 'unblocked'; readonly userId: string }
  | { readonly type: 'propagated'; readonly userId?: string }
  | { readonly type: 'not_propagated'; readonly userId?: string; readonly reason: string }

/** About the store of revocations; `cause`, where there is one, is not enumerable. */
export type StoreEvent =
  | StoreNotice
  /** A read failed: until it works again, what needs it is answered 503. */
  | { readonly type: 'store_unknown'; readonly cause?: unknown }
  | { readonly type: 'store_recovered' }
  /** A write failed: what it revoked of the user, or without one of the app, holds in this process only. */
  | { readonly type: 'not_stored'; readonly userId?: string; readonly cause?: unknown }

/** Tells the app's listener; the cause stands beside the facts, where printing does not find it. */
export type Emit = (facts: EventFacts, cause?: unknown) => void

/** Calls `onEvent` at once; what it throws or rejects with is dropped, since a listener must not break a request. */
export function createEmit(onEvent: (event: TokenProviderEvent) => unknown, now: () => NumericDate): Emit {
  return (facts, cause) => {
    try {
      const event = { at: timeOf(now), ...facts }
      if (cause !== undefined) Object.defineProperty(event, 'cause', { value: cause })
      Promise.resolve(onEvent(event)).catch(() => {})
    } catch {}
  }
}

/** By the machine's clock where the app's own does not tell the time: that it does not is what is to be told. */
function timeOf(now: () => NumericDate): NumericDate {
  try {
    return now()
  } catch {
    return systemClock() / 1000
  }
}

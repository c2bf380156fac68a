import type { ErrorReason } from './error-reasons.js'
import type { NumericDate } from './numeric-date.js'

/** What `onEvent` is told. No event holds a token, a secret or a claim. */
export type TokenProviderEvent = { readonly at: NumericDate } & EventFacts

export type EventFacts =
  | {
      readonly type: 'issued'
      readonly userId: string
      readonly expiresAt: NumericDate | null
      /** Names the token without being it: the start of its SHA-256. */
      readonly tokenId: string
    }
  | {
      /** `verifyUser` asked for more than `maxExpiresIn`. */
      readonly type: 'lifetime_shortened'
      readonly userId: string
      readonly expiresIn: number
    }
  | {
      readonly type: 'refused'
      readonly reason: ErrorReason
      /** For the developer: names rules, never a value. */
      readonly message: string
      /** What an operator can do. */
      readonly action?: string
      /** What `verifyUser` or another function of the app threw. Not enumerable, so that logging an event does not log it. */
      readonly cause?: unknown
    }

export type Emit = (facts: EventFacts, cause?: unknown) => void

/** Calls `onEvent` at once; what it throws or rejects with is dropped, since a listener must not break a request. */
export function createEmit(
  onEvent: ((event: TokenProviderEvent) => unknown) | undefined,
  now: () => NumericDate,
): Emit {
  if (onEvent === undefined) return () => {}
  return (facts, cause) => {
    try {
      const event = { at: now(), ...facts }
      if (cause !== undefined) Object.defineProperty(event, 'cause', { value: cause })
      Promise.resolve(onEvent(event)).catch(() => {})
    } catch {}
  }
}

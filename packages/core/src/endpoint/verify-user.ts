import { addLazySignal } from '../http/lazy-signal.js'
import type { TokenRequest } from '../http/token-request.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { isPromise } from '../primitives/waiting.js'
import type { BoundedCall } from '../settings/bounded-call.js'
import type { JsonObject } from '../token/strict-json.js'
import { type CheckedIdentity, type Identity, parseIdentity } from './identity.js'
import { callApp } from './thrown-refusal.js'

/** The second argument of `verifyUser`. */
export interface VerifyUserContext {
  /**
   * The request's JSON body; `{}` if there is none. It is untrusted: never take the identity from it. At a log-out it
   * is the body that a body parser has left, and always `{}` in Next's App Router, because the app may read the
   * request itself.
   */
  readonly body: JsonObject
  /** Aborts when the client disconnects, or after `verifyUserTimeout` seconds. */
  readonly signal: AbortSignal
}

/** The result of `verifyUser`: a user id, an {@link Identity}, or null, undefined or false if nobody is signed in. */
export type VerifyUserResult = string | Identity | null | undefined | false

/**
 * The app's own sign-in check, by session, cookie or bearer token: the only source of the user's identity.
 *
 * It may be called twice for one token, so it must be safe to repeat. A thrown error becomes a 500. To refuse, return null
 * or throw `unauthenticated()` or `forbidden()`; or throw an error with `expose: true` and the `status` 401, 403, 429 or
 * 503, as http-errors creates.
 */
export type VerifyUser<Raw> = (
  raw: Raw,
  context: VerifyUserContext,
) => VerifyUserResult | Promise<VerifyUserResult>

/** The part of a request that `verifyUser` receives. */
export type IdentifyRequest<Raw> = Pick<TokenRequest<Raw>, 'raw' | 'signal' | 'extras'>

/** Identifies the user of a request; undefined: nobody is signed in. */
export type Identify<Raw> = (
  request: IdentifyRequest<Raw>,
  body: JsonObject,
) => Promise<CheckedIdentity | undefined>

/**
 * Creates the call of `verifyUser`. Calls are never merged: two requests that look alike may come from two people.
 *
 * @throws {TokenProviderError} (the function returned) `overloaded`, `verify_user_timeout`, `verify_user_failed`,
 * `identity_invalid`, `unauthenticated`, `forbidden`, `rate_limited`
 */
export function createIdentify<Raw>(
  verifyUser: VerifyUser<Raw>,
  boundedCall: BoundedCall,
  now: () => NumericDate,
  hasGuests = false,
): Identify<Raw> {
  const parse = (result: unknown): CheckedIdentity | undefined => parseIdentity(result, now(), hasGuests)
  return (request, body) =>
    boundedCall(signal => {
      const result = callApp(() => verifyUser(request.raw, contextOf(body, signal, request.extras)))
      // Parse a synchronous result at once: on the next turn, the app may have changed its object for another user.
      return isPromise(result) ? result.then(parse) : parse(result)
    }, request)
}

function contextOf(
  body: JsonObject,
  signal: () => AbortSignal,
  extras: object | undefined,
): VerifyUserContext {
  const context = { ...extras, body }
  addLazySignal(context, signal)
  return context
}

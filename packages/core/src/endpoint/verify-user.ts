import type { ErrorReason } from '../errors/error-reasons.js'
import { TokenProviderError } from '../errors/errors.js'
import { addLazySignal } from '../http/lazy-signal.js'
import type { TokenRequest } from '../http/token-request.js'
import { isPromise } from '../primitives/waiting.js'
import type { JsonObject } from '../token/strict-json.js'
import type { BoundedCall } from './bounded-call.js'
import { type Identity, parseIdentity } from './identity.js'
import { refusalOf } from './thrown-refusal.js'

/** What `verifyUser` is given beside the framework's own request. */
export interface VerifyUserContext {
  /**
   * The request's JSON body, `{}` where there is none. Whatever it names, it is no identity. At a log-out it is what a parser
   * before has left, and `{}` in the App Router: the request is the app's own to read.
   */
  readonly body: JsonObject
  /** Aborted when the client is gone or `verifyUserTimeout` is over. */
  readonly signal: AbortSignal
}

/** What `verifyUser` may answer: a user's id, the user, or that nobody is signed in. */
export type VerifyUserResult = string | Identity | null | undefined | false

/**
 * The app's own check of who is asking, by session, cookie or bearer token: the only source of the identity.
 *
 * It may be called twice for one token, and must bear it.
 */
export type VerifyUser<Raw> = (
  raw: Raw,
  context: VerifyUserContext,
) => VerifyUserResult | Promise<VerifyUserResult>

/** Asks who the user is; undefined: nobody is signed in. */
export type Identify<Raw> = (
  request: Pick<TokenRequest<Raw>, 'raw' | 'signal'>,
  body: JsonObject,
) => Promise<Identity | undefined>

/**
 * Makes the question to `verifyUser`. Calls are never merged: two requests may look alike and be two people.
 *
 * @throws {TokenProviderError} (the function returned) `overloaded`, `verify_user_timeout`, `verify_user_failed`,
 * `identity_invalid`, `unauthenticated`, `forbidden`, `rate_limited`
 */
export function createIdentify<Raw>(verifyUser: VerifyUser<Raw>, boundedCall: BoundedCall): Identify<Raw> {
  return async (request, body) => {
    try {
      return await boundedCall(signal => {
        const answer = verifyUser(request.raw, contextOf(body, signal))
        // Read at once, where it is there: by the next turn the app may have changed its object for somebody else.
        return isPromise(answer) ? Promise.resolve(answer).then(parseIdentity) : parseIdentity(answer)
      }, request)
    } catch (thrown) {
      throw thrown instanceof TokenProviderError && OWN_REASONS.has(thrown.reason)
        ? thrown
        : refusalOf(thrown)
    }
  }
}

/** What goes wrong around `verifyUser` rather than in it. */
const OWN_REASONS: ReadonlySet<ErrorReason> = new Set([
  'overloaded',
  'verify_user_timeout',
  'identity_invalid',
])

function contextOf(body: JsonObject, signal: () => AbortSignal): VerifyUserContext {
  const context = { body }
  addLazySignal(context, signal)
  return context
}

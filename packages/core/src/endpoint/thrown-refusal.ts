import { isTokenProviderError, TokenProviderError, withCause } from '../errors/errors.js'
import { isRecord } from '../primitives/is-record.js'
import { isPromise } from '../primitives/waiting.js'

/**
 * Calls one of the app's functions. What it throws or rejects with becomes a refusal, or `verify_user_failed` with the
 * cause.
 */
export function callApp<Result>(call: () => Result | PromiseLike<Result>): Result | Promise<Result> {
  const raise = (thrown: unknown): never => {
    throw refusalOf(thrown)
  }
  try {
    const result = call()
    // Convert a thenable once: a query builder runs its query each time `then` is called.
    return isPromise(result) ? Promise.resolve(result).catch(raise) : result
  } catch (thrown) {
    return raise(thrown)
  }
}

/**
 * Converts what one of the app's functions threw. Only the app's own verdict is a refusal: an error of this package, or
 * one with `expose: true`, with the status 401, 403, 429 or 503. The refusal of a service that the app has called, such as
 * the 401 of an HTTP client, says nothing about the user.
 */
export function refusalOf(thrown: unknown): TokenProviderError {
  switch (verdictOf(thrown)) {
    case 401:
      return new TokenProviderError('unauthenticated')
    case 403:
      return new TokenProviderError('forbidden')
    case 429:
      return new TokenProviderError('rate_limited', { headers: { 'retry-after': retryAfterOf(thrown) } })
    case 503:
      return new TokenProviderError('overloaded', { headers: { 'retry-after': retryAfterOf(thrown) } })
    default:
      return withCause(new TokenProviderError('verify_user_failed'), thrown)
  }
}

function verdictOf(thrown: unknown): unknown {
  try {
    const isOwn = isTokenProviderError(thrown) || (isRecord(thrown) && thrown.expose === true)
    return isOwn ? thrown.status : undefined
  } catch {
    // A getter or a proxy that throws.
    return undefined
  }
}

/** Returns the `Retry-After` of a thrown error if it is 1 to 3600 whole seconds; else 1. */
function retryAfterOf(thrown: unknown): string {
  const headers = isRecord(thrown) && isRecord(thrown.headers) ? thrown.headers : {}
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after') ?? []
  const seconds = /^\d{1,4}$/.test(String(value)) ? Number(value) : 0
  return String(seconds >= 1 && seconds <= 3600 ? seconds : 1)
}

import { TokenProviderError, withCause } from '../errors/errors.js'
import { isRecord } from '../primitives/is-record.js'

/** Converts what one of the app's functions threw: status 401, 403, 429 or 503 is a refusal, else it is an error. */
export function refusalOf(thrown: unknown): TokenProviderError {
  switch (isRecord(thrown) ? thrown.status : undefined) {
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

/** Returns the `Retry-After` of a thrown error if it is 1 to 3600 whole seconds; else 1. */
function retryAfterOf(thrown: unknown): string {
  const headers = isRecord(thrown) && isRecord(thrown.headers) ? thrown.headers : {}
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after') ?? []
  const seconds = /^\d{1,4}$/.test(String(value)) ? Number(value) : 0
  return String(seconds >= 1 && seconds <= 3600 ? seconds : 1)
}

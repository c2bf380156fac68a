import { TokenProviderError, withCause } from '../errors/errors.js'
import { isRecord } from '../primitives/is-record.js'

/** Reads what one of the app's functions threw: with the status of a refusal it is that refusal, else a fault. */
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

/** The `Retry-After` of a thrown error, when it is whole seconds from 1 to 3600; else 1. */
function retryAfterOf(thrown: unknown): string {
  const headers = isRecord(thrown) && isRecord(thrown.headers) ? thrown.headers : {}
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after') ?? []
  const seconds = /^\d{1,4}$/.test(String(value)) ? Number(value) : 0
  return String(seconds >= 1 && seconds <= 3600 ? seconds : 1)
}

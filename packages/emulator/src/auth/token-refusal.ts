import { isTokenProviderError } from '@stream-token/core'
import { StreamError } from '../wire/stream-error.js'

/** Converts the refusal of a token to Stream's error; rethrows any other error. */
export function toTokenRefusal(thrown: unknown, apiKey: string, token: string): StreamError {
  if (!isTokenProviderError(thrown)) throw thrown
  switch (thrown.streamCode) {
    case 5:
      return refusal(
        5,
        token.split('.').length === 3 ? 'token is malformed' : 'token contains an invalid number of segments',
      )
    case 40:
      return refusal(40, 'token is expired (exp)')
    case 41:
      return refusal(41, 'token is not valid yet (nbf)')
    case 42:
      return refusal(42, 'token used before issue at (iat)')
    case 43:
      return refusal(
        43,
        `signature is not valid. Make sure the token is created using the secret for API key "${apiKey}"`,
      )
    default:
      throw thrown
  }
}

function refusal(code: 5 | 40 | 41 | 42 | 43, message: string): StreamError {
  return new StreamError(code, `JWTAuth error: ${message}`)
}

import { forbidden, type TokenProviderError, unauthenticated } from '@stream-token/core'
import { digestOf } from './digest-of.js'

/**
 * Lets one of the app's functions refuse with Next's `unauthorized()`, `forbidden()`, `notFound()` or `redirect()`,
 * which throw errors with a digest. `unauthorized()` and `redirect()` become 401 (not signed in), the others 403.
 */
export function mapControlFlow<Args extends readonly unknown[], Result>(
  call: (...args: Args) => Result | Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    try {
      return await call(...args)
    } catch (thrown) {
      throw refusalOf(thrown) ?? thrown
    }
  }
}

function refusalOf(thrown: unknown): TokenProviderError | undefined {
  const [name, code] = digestOf(thrown)
  if (name === 'NEXT_REDIRECT' || (name === 'NEXT_HTTP_ERROR_FALLBACK' && code === '401'))
    return unauthenticated()
  // Next 15.0 uses this name for notFound().
  return name === 'NEXT_HTTP_ERROR_FALLBACK' || name === 'NEXT_NOT_FOUND' ? forbidden() : undefined
}

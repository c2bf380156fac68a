import { forbidden, type TokenProviderError, unauthenticated } from '@stream-token/core'
import { isPromise } from '@stream-token/core/adapter'
import { digestOf } from './digest-of.js'

/**
 * Lets one of the app's functions refuse with Next's `unauthorized()`, `forbidden()`, `notFound()` or `redirect()`,
 * which throw errors with a digest. `unauthorized()` and `redirect()` become 401 (not signed in), the others 403. A
 * synchronous function stays one: its call needs no timer and no slot.
 */
export function mapControlFlow<Args extends readonly unknown[], Result>(
  call: (...args: Args) => Result | PromiseLike<Result>,
): (...args: Args) => Result | Promise<Result> {
  const raise = (thrown: unknown): never => {
    throw refusalOf(thrown) ?? thrown
  }
  return (...args) => {
    try {
      const result = call(...args)
      return isPromise(result) ? Promise.resolve(result).catch(raise) : result
    } catch (thrown) {
      return raise(thrown)
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

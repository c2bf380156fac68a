import { digestOf } from './digest-of.js'

/**
 * Lets one of the app's functions refuse as a page does. Next's `unauthorized()`, `forbidden()`, `notFound()` and
 * `redirect()` throw errors that are told by their digest. What sends a visitor to a sign-in page means here that nobody is
 * signed in.
 */
export function mapControlFlow<Args extends readonly unknown[], Answer>(
  call: (...args: Args) => Answer | Promise<Answer>,
): (...args: Args) => Promise<Answer> {
  return async (...args) => {
    try {
      return await call(...args)
    } catch (thrown) {
      const status = statusOf(thrown)
      throw status === undefined
        ? thrown
        : Object.assign(new Error('Refused by Next control flow.'), { status })
    }
  }
}

function statusOf(thrown: unknown): 401 | 403 | undefined {
  const [name, code] = digestOf(thrown)
  if (name === 'NEXT_REDIRECT' || (name === 'NEXT_HTTP_ERROR_FALLBACK' && code === '401')) return 401
  // Next 15.0 has a name of its own for notFound().
  return name === 'NEXT_HTTP_ERROR_FALLBACK' || name === 'NEXT_NOT_FOUND' ? 403 : undefined
}

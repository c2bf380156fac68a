import type { VerifyUser } from '@stream-token/core'
import { digestOf } from './digest-of.js'

/**
 * Next's `unauthorized()`, `forbidden()`, `notFound()` and `redirect()` throw errors that are told by their digest. What
 * sends a visitor to a sign-in page means here that nobody is signed in.
 */
export function mapControlFlow<Raw>(verifyUser: VerifyUser<Raw>): VerifyUser<Raw> {
  return async (raw, context) => {
    try {
      return await verifyUser(raw, context)
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

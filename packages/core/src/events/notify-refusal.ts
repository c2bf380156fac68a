import { causeOf, isTokenProviderError, type TokenProviderError } from '../errors/errors.js'
import type { Emit } from './events.js'

/** Tells the app's listener of a refusal. */
export function notifyRefusal(error: TokenProviderError, emit: Emit): void {
  const { reason, message, action } = error
  emit({ type: 'refused', reason, message, ...(action !== undefined && { action }) }, causeOf(error))
}

/**
 * Waits for a check, and tells the app's listener where it fails by a fault of the server's: a guard answers what it catches, and
 * an upgrade ends its socket, so that nobody else would hear of it.
 */
export async function notifyServerErrors<Verified>(
  checked: Promise<Verified>,
  emit: Emit,
): Promise<Verified> {
  try {
    return await checked
  } catch (error) {
    if (isTokenProviderError(error) && error.status === 500) notifyRefusal(error, emit)
    throw error
  }
}

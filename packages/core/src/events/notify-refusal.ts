import { causeOf, isTokenProviderError, type TokenProviderError } from '../errors/errors.js'
import type { Emit } from './events.js'

/** Notifies the app's listener of a refusal; `remedy` replaces the reason's own action. */
export function notifyRefusal(error: TokenProviderError, emit: Emit, remedy?: string): void {
  const { reason, message } = error
  const action = remedy ?? error.action
  emit({ type: 'refused', reason, message, ...(action !== undefined && { action }) }, causeOf(error))
}

/**
 * Waits for a check and notifies the app's listener if it fails with a 500. A guard responds with the error, and an
 * upgrade ends its socket, so the error would be reported nowhere else.
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

import { causeOf, isTokenProviderError, type TokenProviderError } from '../errors/errors.js'
import { isPromise } from '../primitives/waiting.js'
import type { Emit } from './events.js'

/** Notifies the app's listener of a refusal; `remedy` replaces the reason's own action. */
export function notifyRefusal(error: TokenProviderError, emit: Emit, remedy?: string): void {
  const { reason, message } = error
  const action = remedy ?? error.action
  emit({ type: 'refused', reason, message, ...(action !== undefined && { action }) }, causeOf(error))
}

/**
 * Makes a check and notifies the app's listener if it fails with a 500. A guard responds with the error, and an upgrade
 * ends its socket, so the error would be reported nowhere else.
 */
export function notifyServerErrors<Verified>(
  check: () => Verified | Promise<Verified>,
  emit: Emit,
): Verified | Promise<Verified> {
  const raise = (error: unknown): never => {
    if (isTokenProviderError(error) && error.status === 500) notifyRefusal(error, emit)
    throw error
  }
  try {
    const checked = check()
    return isPromise(checked) ? checked.then(undefined, raise) : checked
  } catch (error) {
    return raise(error)
  }
}

import { causeOf, type TokenProviderError } from './errors.js'
import type { Emit } from './events.js'

/** Tells the app's listener of a refusal. */
export function tellRefused(error: TokenProviderError, emit: Emit): void {
  const { reason, message, action } = error
  emit({ type: 'refused', reason, message, ...(action !== undefined && { action }) }, causeOf(error))
}

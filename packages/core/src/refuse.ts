import { causeOf, type TokenProviderError } from './errors.js'
import type { Emit } from './events.js'
import { problemReply, type TokenReply } from './http.js'

/** Tells the app's listener of a refusal, and makes its reply. */
export function refuse(error: TokenProviderError, emit: Emit): TokenReply {
  const { reason, message, action } = error
  emit({ type: 'refused', reason, message, ...(action !== undefined && { action }) }, causeOf(error))
  return problemReply(error)
}

import type { TokenProviderError } from './errors.js'
import type { Emit } from './events.js'
import { problemReply, type TokenReply } from './http.js'
import { tellRefused } from './tell-refused.js'

/** Tells the app's listener of a refusal, and makes its reply. */
export function refuse(error: TokenProviderError, emit: Emit): TokenReply {
  tellRefused(error, emit)
  return problemReply(error)
}

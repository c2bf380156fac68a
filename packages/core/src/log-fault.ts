import { readEnvironment } from './environment.js'
import { ERROR_REASONS } from './error-reasons.js'
import type { TokenProviderEvent } from './events.js'

/**
 * Tells the console, where the app has no `onEvent`, what nobody would know of otherwise: a 500, and revocations that are not
 * where they should be. Silent in tests, as Express is.
 *
 * Reasons and rules alone: what the app threw may hold its own secrets, and is for `onEvent`.
 */
export function logFault(event: TokenProviderEvent): void {
  const words = wordsOf(event)
  if (words === undefined || readEnvironment().nodeEnv === 'test') return
  console.error(`stream-token-provider: ${words}`)
}

function wordsOf(event: TokenProviderEvent): string | undefined {
  switch (event.type) {
    case 'refused': {
      const { reason, message, action } = event
      if (ERROR_REASONS[reason].status !== 500) return undefined
      return action === undefined ? `${reason}: ${message}` : `${reason}: ${message} ${action}`
    }
    case 'store_is_memory':
      return 'revocations are kept in the memory of this process: a restart forgets them, and no other instance sees them. Name a store in revocations.'
    case 'store_folded':
      return 'the store of revocations is full: the oldest cutoffs hold for everybody now.'
    case 'store_unknown':
      return 'the store of revocations does not answer: tokens are refused with 503 until it does.'
    case 'not_stored':
      return 'a revocation could not be stored: it holds in this process alone.'
    case 'not_propagated':
      return `Stream was not told of a revocation: ${event.reason}.`
    default:
      return undefined
  }
}

import { ERROR_REASONS } from '../errors/error-reasons.js'
import type { TokenProviderEvent } from '../events/events.js'
import { readEnvironment } from '../settings/environment.js'

/** How often the same is told, in milliseconds: whatever goes wrong may go wrong with every request. */
const PAUSE = 1000

const MOST_CHARACTERS = 500

/**
 * Makes the listener of an app that has no `onEvent`. It tells the console what nobody would know of otherwise: why the endpoint
 * answered 500, and revocations that are not where they should be. Silent in tests, as Express is.
 *
 * Reasons and rules alone: what the app threw may hold its own secrets, and is for `onEvent`.
 */
export function createConsoleListener(): (event: TokenProviderEvent) => void {
  const told = new Map<string, number>()
  return event => {
    const words = messageOf(event)
    if (words === undefined || readEnvironment().nodeEnv === 'test') return
    const kind = event.type === 'refused' ? event.reason : event.type
    const now = performance.now()
    if (now - (told.get(kind) ?? Number.NEGATIVE_INFINITY) < PAUSE) return
    told.set(kind, now)
    console.error(`stream-token-provider: ${inOneLine(words)}`)
  }
}

/** A name in a message may be a request's, where an app hands its body on: it must not write lines of its own. */
function inOneLine(words: string): string {
  return words.replace(/[^ -~]/g, '?').slice(0, MOST_CHARACTERS)
}

function messageOf(event: TokenProviderEvent): string | undefined {
  switch (event.type) {
    case 'refused': {
      const { reason, message, action } = event
      if (ERROR_REASONS[reason].status !== 500) return undefined
      return action === undefined ? `${reason}: ${message}` : `${reason}: ${message} ${action}`
    }
    case 'store_is_memory':
      return 'revocations are kept in the memory of this process: a restart forgets them, and no other instance sees them. Give revocations a store that they share.'
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

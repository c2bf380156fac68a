import { ERROR_REASONS } from '../errors/error-reasons.js'
import type { TokenProviderEvent } from '../events/events.js'
import { readEnvironment } from '../settings/environment.js'

/** The shortest time between two messages of one kind, in milliseconds: an error may occur in every request. */
const INTERVAL = 1000

const MAX_CHARACTERS = 500

/**
 * Creates the listener of an app without `onEvent`. It prints what would otherwise go unnoticed: the causes of 500
 * responses, and problems with storing or propagating revocations. Like Express, it prints nothing in tests.
 *
 * It prints reasons and rules only: what the app threw may contain secrets, and only `onEvent` receives it.
 */
export function createConsoleListener(): (event: TokenProviderEvent) => void {
  const lastPrinted = new Map<string, number>()
  return event => {
    const message = messageOf(event)
    if (message === undefined || readEnvironment().nodeEnv === 'test') return
    const kind = event.type === 'refused' ? event.reason : event.type
    const now = performance.now()
    if (now - (lastPrinted.get(kind) ?? Number.NEGATIVE_INFINITY) < INTERVAL) return
    lastPrinted.set(kind, now)
    console.error(`stream-token-provider: ${inOneLine(message)}`)
  }
}

/** A name in a message may come from a request, if the app passes its body on: it must not forge log lines. */
function inOneLine(message: string): string {
  return message.replace(/[^ -~]/g, '?').slice(0, MAX_CHARACTERS)
}

function messageOf(event: TokenProviderEvent): string | undefined {
  switch (event.type) {
    case 'refused': {
      const { reason, message, action } = event
      if (ERROR_REASONS[reason].status !== 500) return undefined
      return action === undefined ? `${reason}: ${message}` : `${reason}: ${message} ${action}`
    }
    case 'store_is_memory':
      return 'revocations are kept in the memory of this process: a restart forgets them, and no other instance sees them. Set the option revocations to a store that all instances share.'
    case 'store_folded':
      return 'the revocation store is full: the oldest cutoffs hold for everybody now.'
    case 'store_unknown':
      return 'the revocation store does not respond: tokens are refused with 503 until it does.'
    case 'not_stored':
      return 'a revocation could not be stored: it applies in this process alone.'
    case 'not_propagated':
      return `a revocation was not propagated to Stream: ${event.reason}.`
    default:
      return undefined
  }
}

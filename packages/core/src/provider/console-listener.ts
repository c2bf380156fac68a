import { ERROR_REASONS, type ErrorReason } from '../errors/error-reasons.js'
import type { TokenProviderEvent } from '../events/events.js'
import { isRecord } from '../primitives/is-record.js'
import { readEnvironment } from '../settings/environment.js'

/** The shortest time between two messages of one kind, in milliseconds: an error may occur in every request. */
const INTERVAL = 1000

const MAX_CHARACTERS = 600
const MAX_STACK_LINES = 20

/** Refusals that may be a mistake in the set-up: development shows them, if they have a remedy. */
const SETUP_REASONS: ReadonlySet<ErrorReason> = new Set([
  'origin_forbidden',
  'unauthenticated',
  'token_missing',
])

/**
 * Creates the listener of an app without `onEvent`. It prints what would otherwise go unnoticed: the causes of 500
 * responses, and problems with storing or propagating revocations; in development also refusals that a mistake in the
 * set-up causes. Like Express, it prints nothing in tests.
 *
 * What the app threw may contain secrets, as the request of an HTTP client does: development shows its stack, never the
 * object; elsewhere only the name of its class is printed.
 */
export function createConsoleListener(): (event: TokenProviderEvent) => void {
  const lastPrinted = new Map<string, number>()
  return event => {
    const { nodeEnv } = readEnvironment()
    if (nodeEnv === 'test') return
    const message = messageOf(event, nodeEnv === 'development')
    if (message === undefined) return
    const kind = event.type === 'refused' ? event.reason : event.type
    const now = performance.now()
    if (now - (lastPrinted.get(kind) ?? Number.NEGATIVE_INFINITY) < INTERVAL) return
    lastPrinted.set(kind, now)
    console.error(`stream-token-provider: ${message}`)
  }
}

/** A name in a message may come from a request, if the app passes its body on: it must not forge log lines. */
function inOneLine(message: string): string {
  return message.replace(/[^ -~]/g, '?').slice(0, MAX_CHARACTERS)
}

function messageOf(event: TokenProviderEvent, isDevelopment: boolean): string | undefined {
  switch (event.type) {
    case 'refused': {
      const { reason, message, action, cause } = event
      // `not_propagated` reports a revocation that Stream did not accept; a guest has an action and no such event.
      const isServerError =
        ERROR_REASONS[reason].status === 500 || (reason === 'stream_api_failed' && action !== undefined)
      if (!isServerError && !(isDevelopment && action !== undefined && SETUP_REASONS.has(reason)))
        return undefined
      const text = inOneLine(
        action === undefined ? `${reason}: ${message}` : `${reason}: ${message} ${action}`,
      )
      return cause === undefined ? text : text + thrown(cause, isDevelopment)
    }
    case 'misconfigured':
      return inOneLine(event.message)
    case 'store_is_memory':
      return 'revocations are kept in the memory of this process: a restart forgets them, and no other instance sees them. Set the option revocations to a store that all instances share.'
    case 'store_folded':
      return 'the revocation store is full: the oldest cutoffs hold for everybody now.'
    case 'store_was_empty':
      return 'the revocation store was empty: all tokens from before are revoked, and blocks from before are lost.'
    case 'store_lost_data':
      return 'the revocation store has lost data: this process writes back what it knows.'
    case 'store_too_large':
      return 'the revocation store is too large for a copy in this process: each check asks its server.'
    case 'store_is_stale':
      return 'the copy of the revocation store is not confirmed by its server: each check asks the server.'
    case 'store_unknown':
      return 'the revocation store does not respond: tokens are refused with 503 until it does.'
    case 'not_stored':
      return 'a revocation could not be stored: it applies in this process alone.'
    case 'log_out_of_nobody':
      return isDevelopment
        ? 'revokeOnLogout ran and verifyUser found nobody, so no token was revoked. If somebody was signed in: mount it after the middleware that verifyUser needs.'
        : undefined
    case 'clock_set_back':
      return `the clock was set back: a revoked user gets no new token for ${event.seconds} s.`
    case 'not_propagated':
      return inOneLine(`a revocation was not propagated to Stream: ${event.reason}.`)
    default:
      return undefined
  }
}

/** What the app threw: its stack in development, else the name of its class. */
function thrown(cause: unknown, isDevelopment: boolean): string {
  try {
    if (isDevelopment && cause instanceof Error && typeof cause.stack === 'string') {
      const lines = cause.stack.split('\n').slice(0, MAX_STACK_LINES)
      return `\n${lines.map(line => `  ${inOneLine(line)}`).join('\n')}`
    }
    const type: unknown = isRecord(cause) ? cause.constructor : undefined
    const name = typeof type === 'function' ? type.name : typeof cause
    return inOneLine(` It threw: ${name}.`)
  } catch {
    return ''
  }
}

import { TokenProviderError } from '../errors/errors.js'
import type { BlockResult, ChangeResult, RevocationResult } from '../errors/revocation-result.js'
import type { Emit } from '../events/events.js'
import type { PendingTasks } from '../stream-api/pending-tasks.js'
import { APP, type PropagationOutcome } from '../stream-api/propagation.js'

/** Tells how far the change of one key got. */
export type ResultFor = (key: string) => ChangeResult

/**
 * Turns what Stream answered into the result of a command, and into events.
 *
 * @throws {TokenProviderError} `stream_api_failed`, carrying the result, when something was not propagated
 */
export type Report = <Result extends RevocationResult | BlockResult>(
  propagating: Promise<ReadonlyMap<string, PropagationOutcome>> | undefined,
  wait: boolean,
  resultOf: (resultFor: ResultFor) => Result,
) => Promise<Result>

const OFF: ChangeResult = { stored: true, propagated: 'off' }
const PENDING: ChangeResult = { stored: true, propagated: false, reason: 'Not waited for' }

export function createReport(emit: Emit, pendingTasks: PendingTasks): Report {
  const announce = (outcomes: ReadonlyMap<string, PropagationOutcome>): void => {
    for (const [key, one] of outcomes) emitOutcome(emit, key, one)
  }
  return async (propagating, wait, resultOf) => {
    if (propagating === undefined) return resultOf(() => OFF)
    if (!wait) {
      pendingTasks.track(propagating.then(announce)).catch(() => {})
      return resultOf(() => PENDING)
    }
    const outcomes = await propagating
    announce(outcomes)
    const result = resultOf(key => ({ stored: true, ...(outcomes.get(key) ?? { propagated: 'off' }) }))
    if ([...outcomes.values()].every(({ propagated }) => propagated)) return result
    throw new TokenProviderError('stream_api_failed', { result })
  }
}

/** Says of one key whether Stream knows. */
export function emitOutcome(emit: Emit, key: string, outcome: PropagationOutcome): void {
  const whose = key === APP ? {} : { userId: key }
  emit(
    outcome.propagated
      ? { type: 'propagated', ...whose }
      : { type: 'not_propagated', ...whose, reason: outcome.reason },
  )
}

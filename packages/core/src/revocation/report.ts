import { TokenProviderError } from '../errors/errors.js'
import type { BlockResult, ChangeResult, RevocationResult } from '../errors/revocation-result.js'
import type { Emit } from '../events/events.js'
import { APP, type PropagationOutcome } from '../stream-api/outcome.js'
import type { Propagating } from '../stream-api/propagation.js'

/** Returns the outcome of the change for one key. */
export type ResultFor = (key: string) => ChangeResult

/**
 * Converts the outcomes of the propagation to the result of a command.
 *
 * @throws {TokenProviderError} `stream_api_failed`, with the result, if something was not propagated
 */
export type Report = <Result extends RevocationResult | BlockResult>(
  propagating: Propagating | undefined,
  wait: boolean,
  resultOf: (resultFor: ResultFor) => Result,
) => Promise<Result>

const OFF: ChangeResult = { stored: true, propagated: 'off' }
const PENDING: ChangeResult = { stored: true, propagated: false, reason: 'The call did not wait for Stream' }

export const report: Report = async (propagating, wait, resultOf) => {
  if (propagating === undefined) return resultOf(() => OFF)
  if (!wait) return resultOf(() => PENDING)
  const outcomes = await propagating
  const result = resultOf(key => ({ stored: true, ...(outcomes.get(key) ?? { propagated: 'off' }) }))
  if ([...outcomes.values()].every(({ propagated }) => propagated)) return result
  throw new TokenProviderError('stream_api_failed', { result })
}

/** Emits whether Stream has the change for one key. */
export function emitOutcome(emit: Emit, key: string, outcome: PropagationOutcome): void {
  const target = key === APP ? {} : { userId: key }
  emit(
    outcome.propagated
      ? { type: 'propagated', ...target }
      : { type: 'not_propagated', ...target, reason: outcome.reason },
  )
}

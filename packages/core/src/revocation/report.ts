import { TokenProviderError } from '../errors.js'
import type { Emit } from '../events.js'
import { APP, type Passed } from './propagation.js'
import type { BlockResult, ChangeResult, RevocationResult } from './revocation-result.js'
import type { UnderWay } from './under-way.js'

/** Tells how far the change of one key got. */
export type Told = (key: string) => ChangeResult

/**
 * Turns what Stream answered into the result of a command, and into events.
 *
 * @throws {TokenProviderError} `stream_api_failed`, carrying the result, when something was not passed on
 */
export type Report = <Result extends RevocationResult | BlockResult>(
  passing: Promise<ReadonlyMap<string, Passed>> | undefined,
  wait: boolean,
  resultOf: (told: Told) => Result,
) => Promise<Result>

const OFF: ChangeResult = { stored: true, propagated: 'off' }
const PENDING: ChangeResult = { stored: true, propagated: false, reason: 'Not waited for' }

export function createReport(emit: Emit, underWay: UnderWay): Report {
  const announce = (passed: ReadonlyMap<string, Passed>): void => {
    for (const [key, one] of passed) emitPassed(emit, key, one)
  }
  return async (passing, wait, resultOf) => {
    if (passing === undefined) return resultOf(() => OFF)
    if (!wait) {
      underWay.track(passing.then(announce)).catch(() => {})
      return resultOf(() => PENDING)
    }
    const passed = await passing
    announce(passed)
    const result = resultOf(key => ({ stored: true, ...(passed.get(key) ?? { propagated: 'off' }) }))
    if ([...passed.values()].every(({ propagated }) => propagated)) return result
    throw new TokenProviderError('stream_api_failed', { result })
  }
}

/** Says of one key whether Stream knows. */
export function emitPassed(emit: Emit, key: string, passed: Passed): void {
  const whose = key === APP ? {} : { userId: key }
  emit(
    passed.propagated
      ? { type: 'propagated', ...whose }
      : { type: 'not_propagated', ...whose, reason: passed.reason },
  )
}

import type { NumericDate } from '../primitives/numeric-date.js'
import type { Versioned } from './store.js'

/** Whether one pair is at least as large as another: first by version, then by value. A missing pair is the smallest. */
export function covers(one: Versioned | undefined, other: Versioned | undefined): boolean {
  if (other === undefined) return true
  if (one === undefined) return false
  return one.version === other.version ? order(one.value) >= order(other.value) : one.version > other.version
}

/** The larger of two pairs. */
export function larger(one: Versioned | undefined, other: Versioned | undefined): Versioned | undefined {
  return covers(one, other) ? one : other
}

/** The value of a pair that is in force; undefined if it is missing or undone. */
export function inForce(pair: Versioned | undefined): NumericDate | 'forever' | undefined {
  return pair !== undefined && pair.version % 2 === 1 ? pair.value : undefined
}

/** Whether a pair is in force with at least that value. */
export function revokes(pair: Versioned | undefined, value: NumericDate | 'forever'): boolean {
  const current = inForce(pair)
  return current !== undefined && order(current) >= order(value)
}

/** The pair of a revocation: the next odd version, with the later value if one is in force. */
export function revoked(previous: Versioned | undefined, value: NumericDate | 'forever'): Versioned {
  const version = previous === undefined ? 1 : previous.version + (previous.version % 2 === 1 ? 2 : 1)
  return { version, value: revokes(previous, value) && previous !== undefined ? previous.value : value }
}

/**
 * The pair of an undo: the next even version. What is undone already keeps its version, so that of a revocation and an
 * undo at the same time, the revocation wins.
 */
export function undone(previous: Versioned | undefined): Versioned {
  if (previous === undefined) return { version: 0, value: 0 }
  return previous.version % 2 === 1 ? { ...previous, version: previous.version + 1 } : previous
}

function order(value: NumericDate | 'forever'): number {
  return value === 'forever' ? Number.POSITIVE_INFINITY : value
}

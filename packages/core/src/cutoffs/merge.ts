import type { NumericDate } from '../primitives/numeric-date.js'

/** The later of two cutoffs; either may be missing. */
export function later(one: NumericDate | undefined, other: NumericDate): NumericDate
export function later(
  one: NumericDate | undefined,
  other: NumericDate | null | undefined,
): NumericDate | undefined
export function later(
  one: NumericDate | undefined,
  other: NumericDate | null | undefined,
): NumericDate | undefined {
  if (one === undefined || other === undefined || other === null) return one ?? other ?? undefined
  return Math.max(one, other)
}

/** The end of the longer of two blocks; either may be missing. */
export function longer(
  one: NumericDate | 'forever' | undefined,
  other: NumericDate | 'forever',
): NumericDate | 'forever'
export function longer(
  one: NumericDate | 'forever' | undefined,
  other: NumericDate | 'forever' | null | undefined,
): NumericDate | 'forever' | undefined
export function longer(
  one: NumericDate | 'forever' | undefined,
  other: NumericDate | 'forever' | null | undefined,
): NumericDate | 'forever' | undefined {
  if (one === 'forever' || other === 'forever') return 'forever'
  return later(one, other)
}

import { TokenProviderError } from '../errors/errors.js'
import { isInstant, type NumericDate } from '../primitives/numeric-date.js'
import { parseRfc3339 } from '../primitives/rfc3339.js'

/** What a revocation does to a cutoff: sets it to an instant or to now, or with null undoes it. */
export type CutoffChange = NumericDate | 'now' | null

/** How far in the future a date may be and still mean now, in seconds: clocks of callers differ. */
const MAX_AHEAD = 5

/**
 * The cutoff of a revocation that takes effect now: later than the current second on every clock of the app's instances.
 * It is to the millisecond and never a whole second, which a token of the same second could have as its `iat`.
 */
export function cutoffOfNow(now: NumericDate, clockSkew: number): NumericDate {
  // Binary fractions: 0.1 + 0.2 must not become a millisecond less.
  const milliseconds = Math.floor((now + clockSkew) * 1000 + 0.01)
  return (milliseconds % 1000 === 0 ? milliseconds + 1 : milliseconds) / 1000
}

/**
 * Parses the date of a revocation: undefined means now, null means undo.
 *
 * A date at least `clockSkew` ago is kept, to the millisecond. A later date means now, because its second may not be over.
 *
 * @throws {TokenProviderError} `revocation_invalid`, `date_in_future`
 */
export function parseRevocationDate(before: unknown, now: NumericDate, clockSkew: number): CutoffChange {
  if (before === null) return null
  if (before === undefined) return 'now'
  const date = parseInstant(before)
  if (date <= now - clockSkew) return date
  if (date <= now + MAX_AHEAD) return 'now'
  throw new TokenProviderError('date_in_future')
}

/**
 * Parses the end of a block; undefined means forever.
 *
 * @throws {TokenProviderError} `revocation_invalid`
 */
export function parseBlockEnd(until: unknown, now: NumericDate): NumericDate | 'forever' {
  if (until === undefined) return 'forever'
  const end = parseInstant(until)
  if (end <= now) throw invalidDate('A block must end in the future')
  return end
}

function parseInstant(value: unknown): NumericDate {
  const seconds =
    value instanceof Date
      ? value.getTime() / 1000
      : typeof value === 'string'
        ? parseRfc3339(value)
        : undefined
  if (!isInstant(seconds)) {
    throw invalidDate(
      'A date must be a Date or an RFC 3339 string with a time zone, such as 2026-01-02T03:04:05.678Z, in the years 0 to 9999',
    )
  }
  return seconds
}

function invalidDate(message: string): TokenProviderError {
  return new TokenProviderError('revocation_invalid', { message: `${message}.` })
}

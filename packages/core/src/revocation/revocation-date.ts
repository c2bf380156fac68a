import { TokenProviderError } from '../errors/errors.js'
import { isInstant, type NumericDate } from '../primitives/numeric-date.js'
import { parseRfc3339 } from '../primitives/rfc3339.js'

/** How far in the future a date may be and still mean now, in seconds: clocks of callers differ. */
const MAX_AHEAD = 5

/** The cutoff of a revocation that takes effect now: the first second that cannot be the `iat` of an older token. */
export function cutoffOfNow(now: NumericDate, clockSkew: number): NumericDate {
  return Math.floor(now + clockSkew) + 1
}

/**
 * Parses the date of a revocation: undefined means now, null means undo.
 *
 * A date at least `clockSkew` ago is kept exactly. A later date means now, because its second may not be over yet.
 *
 * @throws {TokenProviderError} `revocation_invalid`, `date_in_future`
 */
export function parseRevocationDate(
  before: unknown,
  now: NumericDate,
  clockSkew: number,
): NumericDate | null {
  if (before === null) return null
  if (before === undefined) return cutoffOfNow(now, clockSkew)
  const date = parseInstant(before)
  if (date <= now - clockSkew) return date
  if (date <= now + MAX_AHEAD) return cutoffOfNow(now, clockSkew)
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

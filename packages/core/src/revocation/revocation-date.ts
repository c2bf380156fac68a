import { TokenProviderError } from '../errors/errors.js'
import { isInstant, type NumericDate } from '../primitives/numeric-date.js'
import { parseRfc3339 } from '../primitives/rfc3339.js'

/** How far ahead, in seconds, a date is taken for now: clocks of callers differ. */
const NOW_REACHES = 5

/** The cutoff of a revocation that takes force at once: the first second that no token from before can bear. */
export function cutoffOfNow(now: NumericDate, clockSkew: number): NumericDate {
  return Math.floor(now + clockSkew) + 1
}

/**
 * Reads the date of a revocation: nothing means now, null means undo.
 *
 * A date that is surely past is kept exactly; one about now means now, since the second it lies in is not over.
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
  if (date <= now + NOW_REACHES) return cutoffOfNow(now, clockSkew)
  throw new TokenProviderError('date_in_future')
}

/**
 * Reads until when a block holds; nothing means forever.
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
      'A date is a Date, or RFC 3339 with a zone, such as 2026-01-02T03:04:05.678Z, of the years 0 to 9999',
    )
  }
  return seconds
}

function invalidDate(message: string): TokenProviderError {
  return new TokenProviderError('revocation_invalid', { message: `${message}.` })
}

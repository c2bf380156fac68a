import { TokenProviderError } from '../errors/errors.js'

/**
 * Seconds since 1970-01-01T00:00:00Z, as in the `exp` of a JWT.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7519#section-2
 */
export type NumericDate = number

/** Returns the current time, in milliseconds since 1970. */
export type Clock = () => number

/** The machine's own clock. */
export const systemClock: Clock = () => Date.now()

/** The last second of the year 9999; a later date is probably in milliseconds by mistake. */
export const MAX_NUMERIC_DATE = 253_402_300_799

/** The first second of the year 0. */
const MIN_NUMERIC_DATE = -62_167_219_200

/** Whether a value is an instant that RFC 3339 can express: in the years 0 to 9999. */
export function isInstant(value: unknown): value is NumericDate {
  return typeof value === 'number' && value >= MIN_NUMERIC_DATE && value < MAX_NUMERIC_DATE + 1
}

/**
 * Creates a clock in seconds. It throws if the clock does not return a finite number: comparisons with NaN are unsafe.
 */
export function createNow(clock: Clock): () => NumericDate {
  return () => {
    const milliseconds: unknown = clock()
    // Arithmetic would take null and '' for 1970.
    if (typeof milliseconds !== 'number' || !Number.isFinite(milliseconds))
      throw new TokenProviderError('internal_error', { message: 'The clock must return a finite number.' })
    return milliseconds / 1000
  }
}

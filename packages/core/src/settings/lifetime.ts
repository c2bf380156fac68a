import { MAX_NUMERIC_DATE, type NumericDate } from '../primitives/numeric-date.js'

/** The longest relative lifetime: ten years. It catches milliseconds passed as seconds. */
export const MAX_EXPIRES_IN = 315_360_000

/** The times of a token. */
export interface Lifetime {
  /**
   * Seconds from now until the token expires, whole, 1 to 315,360,000 (ten years); null: it never expires. Default: the
   * option `expiresIn`.
   */
  readonly expiresIn?: number | null | undefined
  /**
   * When the token expires, in whole seconds since 1970, after now; as a Date: `new Date(expiresAt * 1000)`. Not
   * together with `expiresIn`.
   */
  readonly expiresAt?: NumericDate | undefined
  /** The `iat` claim, in whole seconds since 1970, not after now; null omits it. Default: `backdate` before now. */
  readonly issuedAt?: NumericDate | null | undefined
}

export function isExpiresIn(value: unknown): value is number | null {
  return value === null || (isWhole(value) && value >= 1 && value <= MAX_EXPIRES_IN)
}

export const EXPIRES_IN_RULE: string = `whole seconds from 1 to ${MAX_EXPIRES_IN} (not milliseconds), or null for never`

/** Its members are its own, so that none is inherited from `Object.prototype`. */
export const NO_LIFETIME: Lifetime = Object.freeze({
  expiresIn: undefined,
  expiresAt: undefined,
  issuedAt: undefined,
})

/** Checks the times of a token, and adds every rule that they break to `errors`; the caller has read them once. */
export function readLifetime(
  { expiresIn, expiresAt, issuedAt }: { readonly [Name in keyof Lifetime]: unknown },
  now: NumericDate,
  errors: string[],
): Lifetime {
  if (expiresIn === undefined && expiresAt === undefined && issuedAt === undefined) return NO_LIFETIME
  if (expiresIn !== undefined && expiresAt !== undefined) errors.push('pass expiresIn or expiresAt, not both')
  if (expiresIn !== undefined && !isExpiresIn(expiresIn)) errors.push(`expiresIn must be ${EXPIRES_IN_RULE}`)
  if (expiresAt !== undefined) errors.push(...instantErrors('expiresAt', expiresAt))
  if (isWhole(expiresAt) && expiresAt <= now) {
    errors.push('expiresAt must be in the future, in seconds since 1970 (for a duration, use expiresIn)')
  }
  if (issuedAt !== undefined && issuedAt !== null) errors.push(...instantErrors('issuedAt', issuedAt))
  if (isWhole(issuedAt) && issuedAt <= MAX_NUMERIC_DATE && issuedAt > now)
    errors.push('issuedAt must not be in the future')
  return {
    expiresIn: isExpiresIn(expiresIn) ? expiresIn : undefined,
    expiresAt: isWhole(expiresAt) ? expiresAt : undefined,
    issuedAt: issuedAt === null || isWhole(issuedAt) ? issuedAt : undefined,
  }
}

function instantErrors(name: string, value: unknown): string[] {
  if (!isWhole(value)) return [`${name} must be whole seconds since 1970`]
  if (value > MAX_NUMERIC_DATE) return [`${name} must be in seconds since 1970, not milliseconds`]
  return value < 0 ? [`${name} must not be before 1970`] : []
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}

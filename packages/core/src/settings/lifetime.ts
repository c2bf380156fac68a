import { MAX_NUMERIC_DATE, type NumericDate } from '../primitives/numeric-date.js'

/** The longest relative lifetime: ten years, so that milliseconds meant as seconds stand out. */
export const MAX_EXPIRES_IN = 315_360_000

/** When a token counts. */
export interface Lifetime {
  /** Seconds from now until the token expires; null: never. Whole, 1 to 315,360,000 (ten years). Default: the option's. */
  readonly expiresIn?: number | null | undefined
  /** The instant at which the token expires, as a NumericDate in whole seconds ahead of now. Not beside `expiresIn`. */
  readonly expiresAt?: NumericDate | undefined
  /** `iat` as a NumericDate in whole seconds, not ahead of now; null omits it. Default: now less `backdate`. */
  readonly issuedAt?: NumericDate | null | undefined
}

export function isExpiresIn(value: unknown): value is number | null {
  return value === null || (isWhole(value) && value >= 1 && value <= MAX_EXPIRES_IN)
}

export const EXPIRES_IN_RULE: string = `whole seconds from 1 to ${MAX_EXPIRES_IN} (not milliseconds), or null for never`

/** Names every rule that a lifetime breaks. */
export function lifetimeErrors(lifetime: Lifetime, now: NumericDate): string[] {
  const { expiresIn, expiresAt, issuedAt } = lifetime
  if (expiresIn === undefined && expiresAt === undefined && issuedAt === undefined) return []
  const faults: string[] = []
  if (expiresIn !== undefined && expiresAt !== undefined) faults.push('give expiresIn or expiresAt, not both')
  if (expiresIn !== undefined && !isExpiresIn(expiresIn)) faults.push(`expiresIn is ${EXPIRES_IN_RULE}`)
  if (expiresAt !== undefined) faults.push(...instantErrors('expiresAt', expiresAt))
  if (isWhole(expiresAt) && expiresAt <= now) {
    faults.push('expiresAt is an instant ahead of now, in seconds since 1970 (for a duration, use expiresIn)')
  }
  if (issuedAt !== undefined && issuedAt !== null) faults.push(...instantErrors('issuedAt', issuedAt))
  if (isWhole(issuedAt) && issuedAt <= MAX_NUMERIC_DATE && issuedAt > now)
    faults.push('issuedAt is not ahead of now')
  return faults
}

function instantErrors(name: string, value: unknown): string[] {
  if (!isWhole(value)) return [`${name} is whole seconds since 1970`]
  if (value > MAX_NUMERIC_DATE) return [`${name} is in seconds since 1970, not milliseconds`]
  return value < 0 ? [`${name} is not before 1970`] : []
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}

import type { Revocation, Versioned } from '@stream-token/core'

/** The field of the app's cutoff. Fields of users have a prefix, so that no user id collides with it. */
export const APP_FIELD = 'app'

const CUTOFF = 'u:'
const BLOCK = 'b:'

/** A change as the log keeps it. */
export type FieldChange = readonly [field: string, version: number, value: number | 'forever']

/** The fields of a user's cutoff and block. */
export function userFields(userId: string): readonly [cutoff: string, block: string] {
  return [CUTOFF + userId, BLOCK + userId]
}

/** The fields that a change sets. */
export function toFieldChanges(change: Revocation): readonly FieldChange[] {
  const [cutoff, block] = 'userId' in change ? userFields(change.userId) : [APP_FIELD, undefined]
  return [...fieldChange(cutoff, change.cutoff), ...fieldChange(block, change.block)]
}

/** The change that sets a field; undefined for fields that are not pairs. */
export function toRevocation(field: string, pair: Versioned): Revocation | undefined {
  if (field === APP_FIELD) return { app: true, cutoff: pair }
  // A copy: what `slice` returns would keep the whole field in memory, 40 bytes for each user.
  const userId = Buffer.from(field.slice(CUTOFF.length)).toString()
  if (field.startsWith(CUTOFF)) return { userId, cutoff: pair }
  return field.startsWith(BLOCK) ? { userId, block: pair } : undefined
}

const PAIR = /^(\d+):(-?\d+|forever)$/

/** A pair from the text of a field, such as `3:1700000000123`. */
export function toPair(text: string): Versioned {
  const [, version = Number.NaN, value = Number.NaN] = PAIR.exec(text) ?? []
  return pairOf(Number(version), value === 'forever' ? value : Number(value))
}

/** A pair from a version and whole milliseconds. */
export function pairOf(version: number, value: number | 'forever'): Versioned {
  if (!Number.isSafeInteger(version) || (value !== 'forever' && !Number.isSafeInteger(value)))
    throw new TypeError('Redis holds something other than a revocation under the keys of this store.')
  return { version, value: value === 'forever' ? value : value / 1000 }
}

/** An instant in whole milliseconds. */
export function toMilliseconds(value: number): number {
  return Math.round(value * 1000)
}

function fieldChange(field: string | undefined, pair: Versioned | undefined): readonly FieldChange[] {
  if (field === undefined || pair === undefined) return []
  const { version, value } = pair
  return [[field, version, value === 'forever' ? value : toMilliseconds(value)]]
}

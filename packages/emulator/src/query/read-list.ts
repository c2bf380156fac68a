import { StreamError } from '../wire/stream-error.js'

const MOST_ITEMS = 100

/** Reads an optional list of a request. */
export function readList(value: unknown, name: string, most: number = MOST_ITEMS): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value) || value.length > most)
    throw new StreamError(4, `${name} must be a list of at most ${most} items`)
  return value
}

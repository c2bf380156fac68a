import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'
import { readList } from './read-list.js'

/** Sorts records by Stream's `[{ field, direction }]`; records without the field come last. */
export function sortRecords<T extends { readonly record: JsonObject }>(
  items: readonly T[],
  sort: unknown,
): readonly T[] {
  const keys = readList(sort, 'sort').map(key => {
    const { field, direction = 1 } = isJsonObject(key) ? key : {}
    if (typeof field !== 'string' || (direction !== 1 && direction !== -1))
      throw new StreamError(4, 'sort must be a list of field and direction (1 or -1)')
    return { field, direction }
  })
  return [...items].sort((a, b) => {
    for (const { field, direction } of keys) {
      const order = compare(a.record[field], b.record[field], direction)
      if (order !== 0) return order
    }
    return 0
  })
}

function compare(a: unknown, b: unknown, direction: number): number {
  if (a === b) return 0
  if (a === undefined) return 1
  if (b === undefined) return -1
  const isLess = typeof a === 'number' && typeof b === 'number' ? a < b : String(a) < String(b)
  return isLess ? -direction : direction
}

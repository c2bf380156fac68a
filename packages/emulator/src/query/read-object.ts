import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'

/** Reads an optional object of a request. */
export function readObject(value: unknown, name: string): JsonObject {
  if (value === undefined || value === null) return {}
  if (!isJsonObject(value)) throw new StreamError(4, `${name} must be an object`)
  return value
}

import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'
import type { Generation } from '../wire/wire-date.js'

/** Stream's limit for the app's own fields of a channel, message or event, and for an attachment. */
const MOST_BYTES = 5120

/** Reads the app's own fields: next to Stream's in v1, under `custom` in v2. */
export function readOwnFields(
  json: JsonObject,
  streams: ReadonlySet<string>,
  generation: Generation,
): JsonObject {
  const named = Object.entries(json).filter(([name]) => name !== 'custom' && !streams.has(name))
  const own = generation === 'v2' && isJsonObject(json.custom) ? Object.entries(json.custom) : []
  const fields = Object.fromEntries([...named, ...own])
  assertSmall(fields, 'the own fields')
  return fields
}

/** Throws if a part of a request is larger than Stream permits. */
export function assertSmall(json: JsonObject, subject: string): void {
  if (Buffer.byteLength(JSON.stringify(json)) > MOST_BYTES)
    throw new StreamError(22, `${subject} must have at most ${MOST_BYTES} bytes`)
}

export function writeOwnFields(fields: JsonObject, generation: Generation): JsonObject {
  return generation === 'v1' ? fields : { custom: fields }
}

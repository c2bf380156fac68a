import type { JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'
import { readDate } from '../wire/wire-date.js'

/** Reads the revoke date from settings, in milliseconds; null clears the date, undefined leaves it unchanged. */
export function readRevokeDate(settings: JsonObject): number | null | undefined {
  const { revoke_tokens_issued_before: value } = settings
  if (value === undefined || value === null) return value
  const date = readDate(value)
  if (date === undefined) throw new StreamError(4, 'revoke_tokens_issued_before must be an RFC 3339 date')
  return date
}

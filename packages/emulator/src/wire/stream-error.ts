import type { JsonObject } from './json-object.js'

/** Stream's error codes that the emulator uses, and the HTTP status of each. */
const STATUS_OF = {
  [-1]: 500,
  2: 401,
  4: 400,
  5: 401,
  9: 429,
  16: 404,
  17: 403,
  22: 413,
  40: 401,
  41: 401,
  42: 401,
  43: 401,
  46: 400,
  99: 403,
} as const

export type StreamErrorCode = keyof typeof STATUS_OF

/** A refusal with one of Stream's error codes. */
export class StreamError extends Error {
  override readonly name = 'StreamError'
  readonly code: StreamErrorCode
  readonly status: number

  constructor(code: StreamErrorCode, message: string) {
    super(message)
    this.code = code
    this.status = STATUS_OF[code]
  }
}

/** Any other error is a bug in the emulator. Clients receive code -1 without the cause. */
export function toStreamError(thrown: unknown): StreamError {
  return thrown instanceof StreamError ? thrown : new StreamError(-1, 'internal error')
}

/**
 * The body of an error response. `details` is always present: some clients fail without it.
 *
 * @see https://getstream.io/chat/docs/node/api_errors_response/
 */
export function errorBody(error: StreamError, duration: string, operation?: string): JsonObject {
  const { code, message, status } = error
  return {
    code,
    message: operation === undefined ? message : `${operation} failed with error: "${message}"`,
    StatusCode: status,
    duration,
    more_info: 'https://getstream.io/chat/docs/api_errors_response',
    details: [],
  }
}

import { TokenProviderError } from '../errors/errors.js'
import { isRecord } from '../primitives/is-record.js'
import type { JsonObject } from '../token/strict-json.js'
import type { BodyLimits, RequestBody, TokenRequest } from './token-request.js'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** `application/json`, optionally with the charset UTF-8; a trailing semicolon is allowed (RFC 9110 section 5.6.6). */
const JSON_TYPE = /^application\/json[ \t]*(;[ \t]*(charset="?utf-8"?[ \t]*)?)?$/i

/**
 * Reads a request's body as one JSON object, also if a body parser has read it. An empty or absent body is `{}`.
 *
 * @throws {TokenProviderError} `body_too_large`, `body_timeout`, `unsupported_media_type`, `body_invalid`
 */
export function readJsonBody(request: TokenRequest<unknown>, limits: BodyLimits): Promise<JsonObject> {
  return request.body(limits).then(body => objectOf(request, body, limits))
}

function objectOf(request: TokenRequest<unknown>, body: RequestBody, limits: BodyLimits): JsonObject {
  const length = Number(request.headers('content-length')[0] ?? 0)
  // A body parser may have a higher limit, and the request may have no Content-Length.
  if (length > limits.bytes || sizeOf(body) > limits.bytes) throw new TokenProviderError('body_too_large')
  if (isEmpty(body)) return {}
  // A parser may leave `{}` for a request without a body, which has no media type to check.
  const hasMediaType = body.kind !== 'parsed' || length > 0 || request.headers('transfer-encoding').length > 0
  if (hasMediaType) checkMediaType(request)
  const value = jsonValueOf(body)
  if (!isRecord(value) || holdsProto(value)) throw new TokenProviderError('body_invalid')
  return value
}

/** Returns the JSON object that a body parser has left, or `{}` if it left anything else or throws on access. */
export function parsedObject(parsed: (() => unknown) | undefined): JsonObject {
  try {
    const value = parsed?.()
    return isRecord(value) && !(value instanceof Uint8Array) && !holdsProto(value) ? value : {}
  } catch {
    return {}
  }
}

function isEmpty(body: RequestBody): boolean {
  if (body.kind === 'bytes') return body.bytes.length === 0
  if (body.kind === 'text') return body.text === ''
  return body.kind === 'none'
}

function sizeOf(body: RequestBody): number {
  if (body.kind === 'bytes') return body.bytes.length
  return body.kind === 'text' ? encoder.encode(body.text).length : 0
}

function checkMediaType(request: TokenRequest<unknown>): void {
  const [type, more] = request.headers('content-type')
  const unencoded = request
    .headers('content-encoding')
    .every(encoding => encoding.toLowerCase() === 'identity')
  if (type === undefined || more !== undefined || !JSON_TYPE.test(type) || !unencoded) {
    throw new TokenProviderError('unsupported_media_type')
  }
}

function jsonValueOf(body: RequestBody): unknown {
  try {
    if (body.kind === 'bytes') return JSON.parse(decoder.decode(body.bytes))
    if (body.kind === 'text') return JSON.parse(body.text)
  } catch {
    throw new TokenProviderError('body_invalid')
  }
  return body.kind === 'parsed' ? body.value : undefined
}

/** Whether a member `__proto__` occurs at any depth: merged into another object, it would change the prototype. */
function holdsProto(root: JsonObject): boolean {
  // Visit each object once: a parsed value may be cyclic.
  const objects = new Set<object>([root])
  for (const object of objects) {
    if (Object.hasOwn(object, '__proto__')) return true
    for (const value of Object.values(object))
      if (typeof value === 'object' && value !== null) objects.add(value)
  }
  return false
}

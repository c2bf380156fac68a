import { decodeText } from '#hs256'
import { TokenProviderError } from '../errors/errors.js'
import { isPromise } from '../primitives/waiting.js'
import { type Hs256Key, STANDARD_HEADER } from './hs256/engine.js'
import { parseJsonObject } from './strict-json.js'

/** Three parts of base64url characters. */
const COMPACT = /^[\w-]*\.[\w-]*\.[\w-]*$/

/** Header parameters that contain a key or change how the token is read. A Stream token has none of them. */
const REFUSED_PARAMETERS = ['crit', 'b64', 'jku', 'jwk', 'x5u', 'x5c', 'zip'] as const

const HMAC_CHARACTERS = 43

/**
 * Verifies a JWS in compact form as strictly as the standards permit, and returns the encoded payload; synchronously if
 * the engine can.
 *
 * The payload is not decoded: the caller reads it after the signature is verified.
 *
 * @throws {TokenProviderError} `token_malformed`, `token_signature_invalid`
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-5.2
 */
export function verifyCompactJws(jws: string, keys: readonly Hs256Key[]): string | PromiseLike<string> {
  if (!COMPACT.test(jws)) throw new TokenProviderError('token_malformed')
  const first = jws.indexOf('.')
  const second = jws.lastIndexOf('.')
  const payload = jws.slice(first + 1, second)
  checkHeader(jws.slice(0, first))
  if (!isCanonical(payload)) throw new TokenProviderError('token_malformed')
  const signature = jws.slice(second + 1)
  if (signature.length !== HMAC_CHARACTERS || !isCanonical(signature)) {
    throw new TokenProviderError('token_signature_invalid')
  }
  const signed = isSigned(jws, keys, 0)
  return isPromise(signed) ? signed.then(valid => payloadIf(valid, payload)) : payloadIf(signed, payload)
}

/** Whether one of the keys, starting at index `from`, made the signature. */
function isSigned(jws: string, keys: readonly Hs256Key[], from: number): boolean | PromiseLike<boolean> {
  const key = keys[from]
  if (key === undefined) return false
  const valid = key.verify(jws)
  if (isPromise(valid)) return valid.then(verified => verified || isSigned(jws, keys, from + 1))
  return valid || isSigned(jws, keys, from + 1)
}

function payloadIf(signed: boolean, payload: string): string {
  if (!signed) throw new TokenProviderError('token_signature_invalid')
  return payload
}

/** Refuses a header that is not a JSON object, or that names another algorithm than HS256 or another type than JWT. */
export function checkHeader(part: string): void {
  if (part === STANDARD_HEADER) return
  const header = parseJsonObject(isCanonical(part) ? decodeText(part) : undefined)
  if (header === undefined) throw new TokenProviderError('token_malformed')
  const { alg, typ } = header
  if (alg !== 'HS256') {
    const empty = Object.keys(header).length === 0
    throw new TokenProviderError(empty ? 'token_malformed' : 'token_signature_invalid')
  }
  const typed = !('typ' in header) || (typeof typ === 'string' && /^(application\/)?jwt$/i.test(typ))
  if (!typed || REFUSED_PARAMETERS.some(name => Object.hasOwn(header, name))) {
    throw new TokenProviderError('token_malformed')
  }
}

/** Whether a string is the canonical base64url form of its bytes: a valid length, and no stray bits at the end. */
export function isCanonical(base64url: string): boolean {
  switch (base64url.length % 4) {
    case 0:
      return true
    case 2:
      return 'AQgw'.includes(base64url.slice(-1))
    case 3:
      return 'AEIMQUYcgkosw048'.includes(base64url.slice(-1))
    default:
      return false
  }
}

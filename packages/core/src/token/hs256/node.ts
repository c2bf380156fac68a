import { isUtf8 } from 'node:buffer'
import { createHash, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { type Hs256Key, STANDARD_HEADER } from './engine.js'

/**
 * A key on `node:crypto`. The KeyObject is created once: creating it for each token would cost more than all the rest.
 */
export function createHs256Key(secret: string | Uint8Array): Hs256Key {
  const key = createSecretKey(Buffer.from(secret))
  return {
    sign(payload) {
      const input = `${STANDARD_HEADER}.${Buffer.from(payload, 'latin1').toString('base64url')}`
      return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
    },
    verify(jws) {
      const end = jws.lastIndexOf('.')
      const expected = createHmac('sha256', key).update(jws.slice(0, end)).digest('base64url')
      return equalStrings(jws.slice(end + 1), expected)
    },
  }
}

/** Compares in constant time. Digests are strings because a digest as a buffer allocates memory of its own. */
function equalStrings(one: string, other: string): boolean {
  const bytes = Buffer.from(one)
  const others = Buffer.from(other)
  return bytes.length === others.length && timingSafeEqual(bytes, others)
}

export function decodeText(base64url: string): string | undefined {
  const bytes = Buffer.from(base64url, 'base64url')
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined
}

export function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16)
}

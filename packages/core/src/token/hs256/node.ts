import { isUtf8 } from 'node:buffer'
import { createHash, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { type Hs256Key, STANDARD_HEADER } from './engine.js'

/** A key on `node:crypto`. The KeyObject is made once: making it anew is most of what a token costs elsewhere. */
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
      return equalTexts(jws.slice(end + 1), expected)
    },
  }
}

/** Compares in constant time. A digest as text is the cheaper one: as a buffer it gets memory of its own. */
function equalTexts(one: string, other: string): boolean {
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

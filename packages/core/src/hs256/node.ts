import { isUtf8 } from 'node:buffer'
import { createHash, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { type Hs256Key, STANDARD_HEADER } from './engine.js'

/** Base64url characters of a digest. */
const DIGEST_CHARACTERS = 43

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
      return equalDigests(jws.slice(end + 1), expected)
    },
  }
}

/** Room for the two sides of a comparison; it is over before another can begin. */
const sides = [Buffer.alloc(DIGEST_CHARACTERS), Buffer.alloc(DIGEST_CHARACTERS)] as const

/** Compares a digest as text, the cheaper form of one, in constant time. */
function equalDigests(one: string, other: string): boolean {
  if (one.length !== DIGEST_CHARACTERS || other.length !== DIGEST_CHARACTERS) return false
  // As UTF-8: what is not ASCII must not come out as the ASCII that shares its low byte. Nor may it leave a byte of the
  // comparison before unwritten, as a character does for which there is no room.
  const written = sides[0].write(one) + sides[1].write(other)
  return timingSafeEqual(...sides) && written === 2 * DIGEST_CHARACTERS
}

export function decodeText(base64url: string): string | undefined {
  const bytes = Buffer.from(base64url, 'base64url')
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined
}

export function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex').slice(0, 16)
}

/** Bytes that RFC 7518 section 3.2 asks of an HS256 key. */
const MIN_BYTES = 32

/**
 * Names what is wrong with an API secret, or nothing.
 *
 * A PEM or JWK is refused wherever it starts: libraries that looked at the first character alone were tricked with a
 * space, a byte order mark or a comment, and then took a public key for a secret.
 */
export function secretError(secret: string, allowShort: boolean): string | undefined {
  if (secret.trim() === '') return 'is empty'
  if (secret === 'undefined' || secret === 'null') return 'is the word for a missing value'
  if (/-----\s*BEGIN\b/i.test(secret) || /["']kty["']\s*:/.test(secret))
    return 'looks like a PEM or JWK, not a secret'
  if (secret !== secret.trim()) return 'starts or ends with white space'
  if (!allowShort && new TextEncoder().encode(secret).length < MIN_BYTES) {
    return `is shorter than ${MIN_BYTES} bytes (allowShortSecret permits it)`
  }
  return undefined
}

/** Names what is wrong with each secret of a list; never a value. */
export function secretErrors(secrets: readonly unknown[], allowShort: boolean): string[] {
  return secrets.flatMap(secret => {
    const fault = typeof secret === 'string' ? secretError(secret, allowShort) : 'is not a text'
    return fault === undefined ? [] : [`apiSecret ${fault}`]
  })
}

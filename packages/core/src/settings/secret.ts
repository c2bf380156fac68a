/** The minimum length of an HS256 key, in bytes (RFC 7518 section 3.2). */
const MIN_BYTES = 32

/**
 * Returns what is wrong with an API secret, or undefined.
 *
 * A PEM or JWK is refused wherever it starts. Libraries that checked only the first characters were tricked with a
 * space, a byte order mark or a comment, and then used a public key as a secret.
 */
export function secretError(secret: string, allowShort: boolean): string | undefined {
  if (secret.trim() === '') return 'is empty'
  if (secret === 'undefined' || secret === 'null') return 'is a placeholder for a missing value'
  if (/-----\s*BEGIN\b/i.test(secret) || /["']kty["']\s*:/.test(secret))
    return 'looks like a PEM or JWK, not a secret'
  if (secret !== secret.trim()) return 'starts or ends with white space'
  if (!allowShort && new TextEncoder().encode(secret).length < MIN_BYTES) {
    return `is shorter than ${MIN_BYTES} bytes (allowShortSecret permits it)`
  }
  return undefined
}

/** Returns what is wrong with each secret of a list; never a value. */
export function secretErrors(secrets: readonly unknown[], allowShort: boolean): string[] {
  return secrets.flatMap(secret => {
    const error = typeof secret === 'string' ? secretError(secret, allowShort) : 'is not a string'
    return error === undefined ? [] : [`apiSecret ${error}`]
  })
}

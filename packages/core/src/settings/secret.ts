/** The minimum length of an HS256 key, in bytes (RFC 7518 section 3.2). */
const MIN_BYTES = 32

/**
 * Returns what is wrong with an API key or secret, with the likely cause; undefined if nothing is.
 *
 * A PEM or JWK is refused wherever it starts. Libraries that checked only the first characters were tricked with a
 * space, a byte order mark or a comment, and then used a public key as a secret.
 */
export function credentialError(text: string): string | undefined {
  if (text.trim() === '') return 'is empty'
  if (/^(undefined|null)$/i.test(text)) return 'is a placeholder for a missing value'
  if (/-----\s*BEGIN\b/i.test(text) || /["']kty["']\s*:/.test(text)) return 'looks like a PEM or JWK'
  if (text !== text.trim()) return 'starts or ends with white space'
  if (/^(["'`]).*\1$/.test(text)) return 'is quoted: docker --env-file keeps quotes, remove them'
  if (/\$\{|^\$[A-Z_]+$/.test(text))
    return 'contains a variable that was not replaced: a dollar sign with a name'
  if (/\s/.test(text)) return 'contains white space: a comment behind the value in an env file, or two values'
  if (text.endsWith(';')) return 'ends with a semicolon: env files have none'
  if (/[^!-~]/.test(text))
    return 'contains an invisible or non-ASCII character: copy it again from the Stream dashboard'
  return undefined
}

/** The error of a key that equals a secret. */
export const SAME =
  'apiKey and apiSecret are the same: the key goes to browsers, and one of them is in the wrong place'

/** Returns what is wrong with an API secret, or undefined. */
export function secretError(secret: string, allowShort: boolean): string | undefined {
  const error = credentialError(secret)
  if (error !== undefined) return error
  return !allowShort && secret.length < MIN_BYTES
    ? `is shorter than ${MIN_BYTES} bytes (allowShortSecret permits it)`
    : undefined
}

/** Returns what is wrong with each secret of a list; never a value. */
export function secretErrors(secrets: readonly unknown[], allowShort: boolean): string[] {
  return Array.from(secrets).flatMap(secret => {
    const error = typeof secret === 'string' ? secretError(secret, allowShort) : 'is not a string'
    return error === undefined ? [] : [`apiSecret ${error}`]
  })
}

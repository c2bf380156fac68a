/** A token taken apart, unverified: only who holds the secret can verify. */
export interface DecodedToken {
  readonly parts: readonly [string, string, string]
  readonly header: unknown
  readonly claims: unknown
}

/** Takes a token apart. */
export function decodeToken(token: string): DecodedToken {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return { parts: [header, payload, signature], header: decoded(header), claims: decoded(payload) }
}

function decoded(part: string): unknown {
  const base64 = part.replaceAll('-', '+').replaceAll('_', '/')
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
  return JSON.parse(new TextDecoder().decode(bytes))
}

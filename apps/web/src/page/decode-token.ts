/** A decoded token. It is not verified: that requires the secret. */
export interface DecodedToken {
  readonly parts: readonly [string, string, string]
  readonly header: unknown
  readonly claims: unknown
}

/** Decodes a token. */
export function decodeToken(token: string): DecodedToken {
  const [header = '', payload = '', signature = ''] = token.split('.')
  return { parts: [header, payload, signature], header: decoded(header), claims: decoded(payload) }
}

function decoded(part: string): unknown {
  const base64 = part.replaceAll('-', '+').replaceAll('_', '/')
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
  return JSON.parse(new TextDecoder().decode(bytes))
}

/** One secret, made ready once; a runtime's own way to make and check an HMAC-SHA256. */
export interface Hs256Key {
  /** Signs a payload of ASCII JSON under the header `{"alg":"HS256","typ":"JWT"}`; answers the compact JWS. */
  sign(payload: string): string | Promise<string>
  /** Whether the last part of a compact JWS is the MAC of the first two, compared in constant time. */
  verify(jws: string): boolean | Promise<boolean>
}

/** What `#hs256` exports in every runtime. */
export interface Hs256Engine {
  /** A text is taken as UTF-8; the test vectors of the standards have keys that are no text. */
  createHs256Key(secret: string | Uint8Array<ArrayBuffer>): Hs256Key
  /** The text behind canonical base64url, or undefined where the bytes are not UTF-8. */
  decodeText(base64url: string): string | undefined
  /** Sixteen hex digits that name a token in logs without being one. */
  fingerprint(token: string): string | Promise<string>
}

/** `{"alg":"HS256","typ":"JWT"}`: the header of every token that Stream's JavaScript SDKs mint. */
export const STANDARD_HEADER = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9'

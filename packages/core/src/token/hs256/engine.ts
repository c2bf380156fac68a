/** An imported secret, which signs and verifies with the HMAC-SHA256 of the runtime. */
export interface Hs256Key {
  /** Signs a payload of ASCII JSON with the header `{"alg":"HS256","typ":"JWT"}`; returns the compact JWS. */
  sign(payload: string): string | Promise<string>
  /** Whether the last part of a compact JWS is the MAC of the first two, compared in constant time. */
  verify(jws: string): boolean | Promise<boolean>
}

/** What `#hs256` exports in every runtime. */
export interface Hs256Engine {
  /** A string is encoded as UTF-8. Bytes are for the test vectors of the standards, whose keys are not text. */
  createHs256Key(secret: string | Uint8Array): Hs256Key
  /** Decodes canonical base64url to text; undefined if the bytes are not UTF-8. */
  decodeText(base64url: string): string | undefined
  /** Returns 16 hex digits that identify a token in logs without revealing it. */
  fingerprint(token: string): string | Promise<string>
}

/** `{"alg":"HS256","typ":"JWT"}`: the header of every token that Stream's JavaScript SDKs mint. */
export const STANDARD_HEADER = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9'

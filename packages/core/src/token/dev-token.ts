import { decodeText } from '#hs256'
import { TokenProviderError } from '../errors/errors.js'
import { checkHeader, isCanonical } from './compact-jws.js'
import { STANDARD_HEADER } from './hs256/engine.js'

const DEV_SIGNATURE = '.devtoken'

/** The SDKs write the payload of a dev token in standard base64, with or without padding. */
const DEV_TOKEN = /^([\w-]+)\.([A-Za-z0-9+/]+)(={0,2})\.devtoken$/

/** Whether a token claims to be a dev token: its third part is `devtoken`. */
export function isDevToken(token: string): boolean {
  return token.endsWith(DEV_SIGNATURE)
}

/**
 * Returns the decoded payload of a dev token, which is unsigned.
 *
 * @throws {TokenProviderError} `token_malformed`, `token_signature_invalid`
 */
export function readDevToken(token: string): string {
  const [, header, payload, padding] = DEV_TOKEN.exec(token) ?? []
  if (header === undefined || payload === undefined || padding === undefined) {
    throw new TokenProviderError('token_malformed')
  }
  checkHeader(header)
  const padded = padding === '' || (payload.length + padding.length) % 4 === 0
  const base64url = payload.replaceAll('+', '-').replaceAll('/', '_')
  const text = padded && isCanonical(base64url) ? decodeText(base64url) : undefined
  if (text === undefined) throw new TokenProviderError('token_malformed')
  return text
}

/** Writes a dev token as `stream-chat` does: standard base64 with padding. The payload is ASCII. */
export function writeDevToken(payload: string): string {
  return `${STANDARD_HEADER}.${btoa(payload)}${DEV_SIGNATURE}`
}

import { TokenProviderError } from '../errors/errors.js'
import { MAX_NUMERIC_DATE, type NumericDate } from '../primitives/numeric-date.js'
import { userIdError } from './claims.js'
import { writeDevToken } from './dev-token.js'
import { STANDARD_HEADER } from './hs256/engine.js'
import type { Keyring } from './keyring.js'
import type { CheckedScope } from './token-scope.js'
import { writeJson } from './write-json.js'

/** Base64url characters of an HMAC-SHA256. */
const MAC_CHARACTERS = 43

/** The characters that `toPlainAscii` escapes. */
const NOT_PLAIN = /[^ -=@-}]/
const EVERY_NOT_PLAIN = /[^ -=@-}]/g

/** The content of a user token. `iat` and `exp` are whole seconds. */
export interface UserClaims extends CheckedScope {
  readonly userId: string
  readonly iat: NumericDate | undefined
  readonly exp: NumericDate | undefined
}

/** Signs with the newest secret. */
export interface Signer {
  user(claims: UserClaims): string | Promise<string>
  server(): Promise<string>
  dev(userId: string): string
}

/**
 * Creates the signer of tokens. It writes the claims in the same order as Stream's SDKs.
 *
 * @see https://getstream.io/chat/docs/node/tokens_and_authentication/
 */
export function createSigner(keyring: Keyring, maxTokenBytes: number): Signer {
  return {
    user(claims) {
      const payload = userPayload(claims)
      if (signedLength(payload) > maxTokenBytes) {
        throw new TokenProviderError('config_invalid', {
          message: `The token would be longer than maxTokenBytes (${maxTokenBytes}): shorten claims, callCids or channelCids.`,
        })
      }
      return keyring.newest().sign(payload)
    },
    async server() {
      return keyring.newest().sign('{"server":true}')
    },
    dev(userId) {
      const error = userIdError(userId)
      if (error !== undefined) {
        throw new TokenProviderError('config_invalid', { message: `createDevToken: ${error}.` })
      }
      return writeDevToken(userPayload({ userId, iat: undefined, exp: undefined }))
    },
  }
}

/** The length of a signed token with this ASCII payload. */
function signedLength(payload: string): number {
  return STANDARD_HEADER.length + 1 + Math.ceil((payload.length * 4) / 3) + 1 + MAC_CHARACTERS
}

function userPayload({ userId, exp, iat, role, callCids, channelCids, claims }: UserClaims): string {
  if (exp !== undefined && exp > MAX_NUMERIC_DATE) {
    throw new TokenProviderError('config_invalid', { message: 'The token would expire after the year 9999.' })
  }
  // One JSON.stringify of all members, most of them undefined, costs three times as much.
  const times = (exp === undefined ? '' : `,"exp":${exp}`) + (iat === undefined ? '' : `,"iat":${iat}`)
  const scope =
    member('role', role) +
    member('call_cids', callCids) +
    member('channel_cids', channelCids) +
    (claims === undefined || claims === '' ? '' : `,${claims}`)
  return `{"user_id":${toPlainAscii(JSON.stringify(userId))}${times}${scope === '' ? '' : toPlainAscii(scope)}}`
}

/** A JSON member with a comma before it, or '' if there is no value. */
function member(name: string, value: unknown): string {
  return value === undefined ? '' : `,"${name}":${writeJson(value)}`
}

/**
 * Stream's browser clients decode base64url with the standard alphabet, byte by byte. So every character that would be
 * encoded with `-` or `_`, or as more than one byte, is escaped.
 */
function toPlainAscii(json: string): string {
  return NOT_PLAIN.test(json) ? json.replace(EVERY_NOT_PLAIN, escapeUnit) : json
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

import { TokenProviderError } from '../errors/errors.js'
import { MAX_NUMERIC_DATE, type NumericDate } from '../primitives/numeric-date.js'
import { isUserId, reservedName } from './claims.js'
import type { JsonObject } from './strict-json.js'

/** A token that passed all checks: signature, claims, times and revocation. */
export type VerifiedToken = VerifiedUserToken | VerifiedServerToken

/** A verified user token. */
export interface VerifiedUserToken {
  readonly kind: 'user'
  readonly userId: string
  /** Its `iat`, in seconds since 1970, if it has one. */
  readonly issuedAt?: NumericDate
  /** Its `exp`, in seconds since 1970: `new Date(expiresAt * 1000)`; absent: it never expires. */
  readonly expiresAt?: NumericDate
  readonly role?: string
  readonly callCids?: readonly string[]
  readonly channelCids?: readonly string[]
  /** All claims of the token. */
  readonly claims: Readonly<Record<string, unknown>>
}

/** A verified token of one of the app's own servers. */
export interface VerifiedServerToken {
  readonly kind: 'server'
  /** Its `iat`, in seconds since 1970, if it has one. */
  readonly issuedAt?: NumericDate
  /** Its `exp`, in seconds since 1970: `new Date(expiresAt * 1000)`; absent: it never expires. */
  readonly expiresAt?: NumericDate
  /** All claims of the token. */
  readonly claims: Readonly<Record<string, unknown>>
}

/**
 * Reads the claims of an authentic token. It checks the types of the times; the caller compares them.
 *
 * @throws {TokenProviderError} `token_malformed`
 */
export function readClaims(claims: JsonObject): VerifiedToken {
  const {
    user_id: userId,
    server,
    exp,
    iat,
    nbf,
    role,
    call_cids: callCids,
    channel_cids: channelCids,
  } = claims
  // Another reader may match names without case, and see other claims than this one.
  for (const name of Object.keys(claims)) if ((reservedName(name) ?? name) !== name) malformed()
  if (!isNumericDate(exp) || !isNumericDate(iat) || !isNumericDate(nbf))
    throw new TokenProviderError('token_malformed')
  if (exp !== undefined && exp > MAX_NUMERIC_DATE) throw new TokenProviderError('token_malformed')
  if (server === true && userId === undefined) return withTimes({ kind: 'server', claims }, iat, exp)
  if ((server !== undefined && server !== false) || !isUserId(userId))
    throw new TokenProviderError('token_malformed')
  const token: Writable<VerifiedUserToken> = { kind: 'user', userId, claims }
  if (role !== undefined) token.role = isString(role) ? role : malformed()
  if (callCids !== undefined) token.callCids = isStrings(callCids) ? callCids : malformed()
  if (channelCids !== undefined) token.channelCids = isStrings(channelCids) ? channelCids : malformed()
  return withTimes(token, iat, exp)
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] }

function withTimes<Token extends Writable<VerifiedToken>>(
  token: Token,
  issuedAt: NumericDate | undefined,
  expiresAt: NumericDate | undefined,
): Token {
  if (issuedAt !== undefined) token.issuedAt = issuedAt
  if (expiresAt !== undefined) token.expiresAt = expiresAt
  return token
}

/** Absent, or a finite number; 1e400 parses as Infinity. */
function isNumericDate(value: unknown): value is NumericDate | undefined {
  return value === undefined || Number.isFinite(value)
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isString)
}

function malformed(): never {
  throw new TokenProviderError('token_malformed')
}

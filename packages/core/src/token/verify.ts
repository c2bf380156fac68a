import { decodeText } from '#hs256'
import { isBlocked, isCutOff } from '../cutoffs/is-revoked.js'
import type { ReadCutoffs } from '../cutoffs/read-cutoffs.js'
import type { Cutoffs } from '../cutoffs/store.js'
import { configInvalid, TokenProviderError } from '../errors/errors.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { isPromise } from '../primitives/waiting.js'
import type { Settings } from '../settings/settings.js'
import { verifyCompactJws } from './compact-jws.js'
import { isDevToken, readDevToken } from './dev-token.js'
import type { Keyring } from './keyring.js'
import { type JsonObject, parseJsonObject } from './strict-json.js'
import {
  readClaims,
  type VerifiedServerToken,
  type VerifiedToken,
  type VerifiedUserToken,
} from './verified-token.js'

/** Which kind of token a caller can use. */
export type TokenKind = 'user' | 'server'

/** Which kind of token is asked for. Default 'user'. */
export interface KindOption<Kind extends TokenKind> {
  readonly kind?: Kind | undefined
}

/** Tells what a token says, or throws why it does not count. */
export interface Verify {
  (token: unknown, options?: KindOption<'user'>): Promise<VerifiedUserToken>
  (token: unknown, options: { readonly kind: 'server' }): Promise<VerifiedServerToken>
  (token: unknown, options?: KindOption<TokenKind>): Promise<VerifiedToken>
}

/**
 * Makes the reader of tokens. In this order: size, form, signature, claim types, kind, times, revocation.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8725
 */
export function createVerifier(
  keyring: Keyring,
  settings: Pick<
    Settings,
    'maxTokenBytes' | 'clockTolerance' | 'devTokens' | 'tokensWithoutIat' | 'maxTokenAge'
  >,
  read: ReadCutoffs,
  now: () => NumericDate,
): Verify {
  const { maxTokenBytes, clockTolerance, devTokens, tokensWithoutIat, maxTokenAge } = settings

  /** Nobody signed a dev token: it can speak for a user only. */
  function readDev(token: string): JsonObject {
    const claims = devTokens ? parsePayload(readDevToken(token)) : undefined
    if (claims === undefined || claims.server === true) throw new TokenProviderError('token_malformed')
    return claims
  }

  /** What a token of that age, and with or without `iat`, comes to under what is in force. */
  function checkRevocation({ issuedAt }: VerifiedUserToken, cutoffs: Cutoffs, at: NumericDate): void {
    if (isCutOff(issuedAt, cutoffs, tokensWithoutIat) || isBlocked(cutoffs, at)) {
      throw new TokenProviderError('token_revoked')
    }
  }

  function verify(token: unknown, options?: KindOption<'user'>): Promise<VerifiedUserToken>
  function verify(token: unknown, options: { readonly kind: 'server' }): Promise<VerifiedServerToken>
  function verify(token: unknown, options?: KindOption<TokenKind>): Promise<VerifiedToken>
  async function verify(token: unknown, options?: KindOption<TokenKind>): Promise<VerifiedToken> {
    if (options === null) throw configInvalid(['the options are an object'])
    const { kind = 'user' } = options ?? {}
    if (kind !== 'user' && kind !== 'server') throw configInvalid(["kind must be 'user' or 'server'"])
    if (typeof token !== 'string' || token.length > maxTokenBytes)
      throw new TokenProviderError('token_malformed')
    // Awaited only where there is something to wait for: a check of a token is a few microseconds.
    const payload = isDevToken(token) ? undefined : verifyCompactJws(token, keyring.all())
    const claims =
      payload === undefined
        ? readDev(token)
        : parsePayload(decodeText(isPromise(payload) ? await payload : payload))
    const verified = readClaims(claims)
    if (verified.kind !== kind) throw new TokenProviderError('token_wrong_kind')
    const at = now()
    checkTimes(verified, claims, at, clockTolerance)
    if (verified.kind === 'server') return verified
    if (maxTokenAge !== undefined) checkAge(verified, at, maxTokenAge)
    const cutoffs = read(verified.userId)
    checkRevocation(verified, isPromise(cutoffs) ? await cutoffs : cutoffs, at)
    return verified
  }
  return verify
}

function parsePayload(text: string | undefined): JsonObject {
  const claims = text === undefined ? undefined : parseJsonObject(text)
  if (claims === undefined) throw new TokenProviderError('token_malformed')
  return claims
}

/** Each comparison is written so that it refuses when a side is not a number. */
function checkTimes(token: VerifiedToken, claims: JsonObject, now: NumericDate, tolerance: number): void {
  const { expiresAt, issuedAt } = token
  const notBefore = claims.nbf
  if (expiresAt !== undefined && !(now < expiresAt + tolerance)) throw new TokenProviderError('token_expired')
  if (typeof notBefore === 'number' && !(now >= notBefore - tolerance)) {
    throw new TokenProviderError('token_not_yet_valid')
  }
  if (issuedAt !== undefined && !(now >= issuedAt - tolerance)) {
    throw new TokenProviderError('token_used_before_issued')
  }
}

/** A token without `iat` may be of any age. */
function checkAge({ issuedAt }: VerifiedUserToken, now: NumericDate, maxTokenAge: number): void {
  if (issuedAt === undefined || !(now - issuedAt <= maxTokenAge))
    throw new TokenProviderError('token_expired')
}

import { decodeText } from '#hs256'
import { isBlocked, isCutOff } from '../cutoffs/is-revoked.js'
import type { ReadState } from '../cutoffs/read-state.js'
import type { RevocationState } from '../cutoffs/store.js'
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

/** The kind of a token. */
export type TokenKind = 'user' | 'server'

/** The kind of token that is required. Default 'user'. */
export interface KindOption<Kind extends TokenKind> {
  readonly kind?: Kind | undefined
}

/** Returns the content of a token, or throws the reason why it is refused. */
export interface Verify {
  (token: unknown, options?: KindOption<'user'>): Promise<VerifiedUserToken>
  (token: unknown, options: { readonly kind: 'server' }): Promise<VerifiedServerToken>
  (token: unknown, options?: KindOption<TokenKind>): Promise<VerifiedToken>
}

/**
 * Creates the verifier. It checks in this order: size, form, signature, claim types, kind, times, revocation.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8725
 */
export function createVerifier(
  keyring: Keyring,
  settings: Pick<
    Settings,
    'maxTokenBytes' | 'clockTolerance' | 'devTokens' | 'tokensWithoutIat' | 'maxTokenAge'
  >,
  read: ReadState,
  now: () => NumericDate,
  load: () => Promise<void> | undefined = () => undefined,
): Verify {
  const { maxTokenBytes, clockTolerance, devTokens, tokensWithoutIat, maxTokenAge } = settings

  /** A dev token is unsigned, so it cannot be a server token. */
  function readDev(token: string): JsonObject {
    const claims = devTokens ? parsePayload(readDevToken(token)) : undefined
    if (claims === undefined || claims.server === true) throw new TokenProviderError('token_malformed')
    return claims
  }

  /** Refuses a token that a cutoff or a block revokes. */
  function checkRevocation({ issuedAt }: VerifiedUserToken, state: RevocationState, at: NumericDate): void {
    if (isCutOff(issuedAt, state, tokensWithoutIat) || isBlocked(state, at)) {
      throw new TokenProviderError('token_revoked')
    }
  }

  function verify(token: unknown, options?: KindOption<'user'>): Promise<VerifiedUserToken>
  function verify(token: unknown, options: { readonly kind: 'server' }): Promise<VerifiedServerToken>
  function verify(token: unknown, options?: KindOption<TokenKind>): Promise<VerifiedToken>
  async function verify(token: unknown, options?: KindOption<TokenKind>): Promise<VerifiedToken> {
    if (options === null) throw configInvalid(['the options must be an object'])
    const { kind = 'user' } = options ?? {}
    if (kind !== 'user' && kind !== 'server') throw configInvalid(["kind must be 'user' or 'server'"])
    if (typeof token !== 'string' || token.length > maxTokenBytes)
      throw new TokenProviderError('token_malformed')
    const loading = load()
    if (loading !== undefined) await loading
    // Awaits only promises: verifying a token takes only a few microseconds.
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
    const state = read(verified.userId)
    checkRevocation(verified, isPromise(state) ? await state : state, at)
    return verified
  }
  return verify
}

function parsePayload(text: string | undefined): JsonObject {
  const claims = parseJsonObject(text)
  if (claims === undefined) throw new TokenProviderError('token_malformed')
  return claims
}

/** Each comparison is negated, so that it refuses if a side is NaN. */
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

/** A token without `iat` is refused, because its age is unknown. */
function checkAge({ issuedAt }: VerifiedUserToken, now: NumericDate, maxTokenAge: number): void {
  if (issuedAt === undefined || !(now - issuedAt <= maxTokenAge))
    throw new TokenProviderError('token_expired')
}

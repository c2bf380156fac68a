import { decodeText } from '#hs256'
import { isBlocked, isCutOff } from '../cutoffs/is-revoked.js'
import type { ReadState } from '../cutoffs/read-state.js'
import type { RevocationState } from '../cutoffs/store.js'
import { configInvalid, TokenProviderError } from '../errors/errors.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { after } from '../primitives/waiting.js'
import type { Settings } from '../settings/settings.js'
import type { DirectCheck, TokenKind } from './check-token.js'
import { verifyCompactJws } from './compact-jws.js'
import { isDevToken, readDevToken } from './dev-token.js'
import type { Keyring } from './keyring.js'
import { type JsonObject, parseJsonObject } from './strict-json.js'
import { readClaims, type VerifiedToken, type VerifiedUserToken } from './verified-token.js'

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
): DirectCheck<unknown> {
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

  const claimsOf = (token: string): JsonObject | Promise<JsonObject> =>
    isDevToken(token)
      ? readDev(token)
      : after(verifyCompactJws(token, keyring.all()), payload => parsePayload(decodeText(payload)))

  function accept(claims: JsonObject, kind: TokenKind): VerifiedToken | Promise<VerifiedToken> {
    const verified = readClaims(claims)
    if (verified.kind !== kind) throw new TokenProviderError('token_wrong_kind')
    const at = now()
    checkTimes(verified, claims, at, clockTolerance)
    if (verified.kind === 'server') return verified
    if (maxTokenAge !== undefined) checkAge(verified, at, maxTokenAge)
    return after(read(verified.userId), state => {
      checkRevocation(verified, state, at)
      return verified
    })
  }

  return (token, options) => {
    if (options === null) throw configInvalid(['the options must be an object'])
    const { kind = 'user' } = options ?? {}
    if (kind !== 'user' && kind !== 'server') throw configInvalid(["kind must be 'user' or 'server'"])
    if (typeof token !== 'string' || token.length > maxTokenBytes)
      throw new TokenProviderError('token_malformed')
    return after(load(), () => after(claimsOf(token), claims => accept(claims, kind)))
  }
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

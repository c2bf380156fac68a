import { copyScope } from './claims.js'
import { configInvalid, TokenProviderError } from './errors.js'
import { isPromise } from './is-promise.js'
import type { Mint } from './mint.js'
import type { Moment, Moments } from './moment.js'
import type { NumericDate } from './numeric-date.js'
import { isCutOff } from './revocation/is-revoked.js'
import type { Settings } from './settings.js'
import { type CreateTokenOptions, checkTokenRequest } from './sign.js'

/** Mints for the app's own server code: as the endpoint does, but nobody is asked. */
export type CreateToken = (userId: string, options?: CreateTokenOptions) => Promise<string>

/**
 * Makes `createToken`.
 *
 * @throws {TokenProviderError} (the function returned) `config_invalid`, `user_blocked`, `revocation_in_force`,
 * `revocation_state_unknown`
 */
export function createCreateToken(
  mint: Mint,
  moments: Moments,
  { tokensWithoutIat, maxTokenAge }: Pick<Settings, 'tokensWithoutIat' | 'maxTokenAge'>,
  now: () => NumericDate,
): CreateToken {
  /** A given `iat` is taken as it is, or refused: there is nothing to wait for. */
  function checkIssuedAt(issuedAt: NumericDate | null, { cutoffs }: Moment): void {
    if (issuedAt === null && maxTokenAge !== undefined) {
      throw configInvalid(['createToken: issuedAt: null makes a token that maxTokenAge refuses'])
    }
    if (!isCutOff(issuedAt ?? undefined, cutoffs, tokensWithoutIat)) return
    if (issuedAt === null) throw new TokenProviderError('revocation_in_force')
    throw configInvalid(['createToken: issuedAt lies before the cutoff in force'])
  }

  return async (userId, given = {}) => {
    const at = now()
    checkTokenRequest(userId, given, at)
    const options = copyOf(given)
    const looked = moments.look(userId, at)
    let moment = isPromise(looked) ? await looked : looked
    if (options.issuedAt !== undefined) checkIssuedAt(options.issuedAt, moment)
    else if (!moments.isRipe(moment)) {
      await moments.ripen(moment)
      moment = await moments.look(userId)
      // An expiry that was ahead of now may have come meanwhile.
      checkTokenRequest(userId, options, moment.at)
      if (!moments.isRipe(moment)) throw new TokenProviderError('revocation_in_force')
    }
    const minted = mint(userId, options, moment)
    return (isPromise(minted) ? await minted : minted).token
  }
}

/** The caller may change its object for the next token while this one waits. */
function copyOf(options: CreateTokenOptions): CreateTokenOptions {
  const { expiresIn, expiresAt, issuedAt } = options
  return { expiresIn, expiresAt, issuedAt, ...copyScope(options) }
}

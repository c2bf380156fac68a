import type { CutoffSnapshot } from '../cutoffs/cutoff-snapshot.js'
import { isCutOff } from '../cutoffs/is-revoked.js'
import { configInvalid, TokenProviderError } from '../errors/errors.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { isPromise } from '../primitives/waiting.js'
import type { MintGate } from '../revocation/mint-gate.js'
import type { Settings } from '../settings/settings.js'
import { copyScope } from '../token/claims.js'
import type { Mint } from '../token/mint.js'
import { type CreateTokenOptions, checkTokenRequest } from '../token/sign.js'

/** Mints a token for the app's own server code, under the endpoint's rules but without `verifyUser`. */
export type CreateToken = (userId: string, options?: CreateTokenOptions) => Promise<string>

/**
 * Creates `createToken`.
 *
 * @throws {TokenProviderError} (the function returned) `config_invalid`, `user_blocked`, `revocation_in_force`,
 * `revocation_state_unknown`
 */
export function createCreateToken(
  mint: Mint,
  mintGate: MintGate,
  { tokensWithoutIat, maxTokenAge }: Pick<Settings, 'tokensWithoutIat' | 'maxTokenAge'>,
  now: () => NumericDate,
): CreateToken {
  /** An explicit `iat` is used or refused as it is: waiting would not help. */
  function checkIssuedAt(issuedAt: NumericDate | null, { cutoffs }: CutoffSnapshot): void {
    if (issuedAt === null && maxTokenAge !== undefined) {
      throw configInvalid(['createToken: issuedAt: null creates a token that maxTokenAge refuses'])
    }
    if (!isCutOff(issuedAt ?? undefined, cutoffs, tokensWithoutIat)) return
    if (issuedAt === null) throw new TokenProviderError('revocation_in_force')
    throw configInvalid(['createToken: issuedAt is before the cutoff in force'])
  }

  return async (userId, callerOptions = {}) => {
    const at = now()
    checkTokenRequest(userId, callerOptions, at)
    const options = copyOf(callerOptions)
    const first = mintGate.snapshot(userId, at)
    let snapshot = isPromise(first) ? await first : first
    if (options.issuedAt !== undefined) checkIssuedAt(options.issuedAt, snapshot)
    else if (!mintGate.isOpen(snapshot)) {
      await mintGate.waitUntilOpen(snapshot)
      snapshot = await mintGate.snapshot(userId)
      // An `expiresAt` in the future may have passed in the meantime.
      checkTokenRequest(userId, options, snapshot.at)
      if (!mintGate.isOpen(snapshot)) throw new TokenProviderError('revocation_in_force')
    }
    const minted = mint(userId, options, snapshot)
    return (isPromise(minted) ? await minted : minted).token
  }
}

/** The caller may change its object for the next token while this call waits. */
function copyOf(options: CreateTokenOptions): CreateTokenOptions {
  const { expiresIn, expiresAt, issuedAt } = options
  return { expiresIn, expiresAt, issuedAt, ...copyScope(options) }
}

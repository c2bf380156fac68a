import type { CutoffSnapshot } from '../cutoffs/cutoff-snapshot.js'
import { isCutOff } from '../cutoffs/is-revoked.js'
import { configInvalid, TokenProviderError } from '../errors/errors.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { isPromise } from '../primitives/waiting.js'
import type { MintGate } from '../revocation/mint-gate.js'
import { type Lifetime, readLifetime } from '../settings/lifetime.js'
import type { Settings } from '../settings/settings.js'
import { type CreateTokenOptions, readCreateTokenOptions } from '../token/create-token-options.js'
import type { Mint } from '../token/mint.js'

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
  load: () => Promise<void> | undefined = () => undefined,
): CreateToken {
  /** An explicit `iat` is used or refused as it is: waiting would not help. */
  function checkIssuedAt(issuedAt: NumericDate | null, { state }: CutoffSnapshot): void {
    if (issuedAt === null && maxTokenAge !== undefined) {
      throw configInvalid(['createToken: issuedAt: null creates a token that maxTokenAge refuses'])
    }
    if (!isCutOff(issuedAt ?? undefined, state, tokensWithoutIat)) return
    if (issuedAt === null) throw new TokenProviderError('revocation_in_force')
    throw configInvalid(['createToken: issuedAt is before the cutoff in force'])
  }

  return async (userId, callerOptions) => {
    const loading = load()
    if (loading !== undefined) await loading
    const at = now()
    const options = readCreateTokenOptions(userId, callerOptions, at)
    const first = mintGate.snapshot(userId, at)
    let snapshot = isPromise(first) ? await first : first
    if (options.issuedAt !== undefined) checkIssuedAt(options.issuedAt, snapshot)
    else if (!mintGate.isOpen(snapshot)) {
      await mintGate.waitUntilOpen(snapshot)
      snapshot = await mintGate.snapshot(userId)
      // An `expiresAt` in the future may have passed in the meantime.
      checkLifetime(options, snapshot.at)
      if (!mintGate.isOpen(snapshot)) throw new TokenProviderError('revocation_in_force')
    }
    const minted = mint(userId, options, snapshot)
    return (isPromise(minted) ? await minted : minted).token
  }
}

/** @throws {TokenProviderError} `config_invalid` */
function checkLifetime(lifetime: Lifetime, now: NumericDate): void {
  const errors: string[] = []
  readLifetime(
    { expiresIn: lifetime.expiresIn, expiresAt: lifetime.expiresAt, issuedAt: lifetime.issuedAt },
    now,
    errors,
  )
  if (errors.length > 0) throw configInvalid([`createToken: ${errors.join('; ')}`])
}

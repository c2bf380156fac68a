import { fingerprint } from '#hs256'
import type { Emit } from './events.js'
import type { NumericDate } from './numeric-date.js'
import type { Settings } from './settings.js'
import { type CreateTokenOptions, checkTokenRequest, type Signer } from './sign.js'

/** A token, and when it expires; null: never. */
export interface Minted {
  readonly token: string
  readonly expiresAt: NumericDate | null
}

export type Mint = (userId: string, options?: CreateTokenOptions) => Promise<Minted>

/**
 * Makes user tokens: what was asked for is checked, `iat` and `exp` are set, and the token is signed.
 *
 * @throws {TokenProviderError} (the function returned) `config_invalid`
 */
export function createMint(
  signer: Signer,
  { expiresIn: defaultExpiresIn, backdate }: Pick<Settings, 'expiresIn' | 'backdate'>,
  now: () => NumericDate,
  emit: Emit | undefined,
): Mint {
  return async (userId, options = {}) => {
    const at = now()
    checkTokenRequest(userId, options, at)
    const { expiresIn = defaultExpiresIn, expiresAt, issuedAt, role, callCids, channelCids, claims } = options
    const second = Math.floor(at)
    const iat = issuedAt === undefined ? second - backdate : (issuedAt ?? undefined)
    const exp = expiresAt ?? (expiresIn === null ? undefined : second + expiresIn)
    const token = await signer.user({ userId, iat, exp, role, callCids, channelCids, claims })
    const minted = { token, expiresAt: exp ?? null }
    // Without a listener there is no one to hash the token for.
    if (emit !== undefined) {
      emit({ type: 'issued', userId, expiresAt: minted.expiresAt, tokenId: await fingerprint(token) })
    }
    return minted
  }
}

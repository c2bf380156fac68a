import { fingerprint } from '#hs256'
import type { CutoffSnapshot } from '../cutoffs/cutoff-snapshot.js'
import type { Emit } from '../events/events.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import type { Settings } from '../settings/settings.js'
import type { MintOptions } from './create-token-options.js'
import type { Signer } from './sign.js'

/** A token, and when it expires, in seconds since 1970: `new Date(expiresAt * 1000)`; null: never. */
export interface Minted {
  readonly token: string
  readonly expiresAt: NumericDate | null
}

/** Mints a token from a snapshot, synchronously if the engine can. The caller has checked the options. */
export type Mint = (
  userId: string,
  options: MintOptions,
  snapshot: CutoffSnapshot,
) => Minted | PromiseLike<Minted>

/**
 * Creates the function that mints user tokens. It sets `iat`, never after the snapshot and never before the cutoff,
 * sets `exp`, and signs.
 *
 * @throws {TokenProviderError} (the function returned) `config_invalid`
 */
export function createMint(
  signer: Signer,
  { expiresIn: defaultExpiresIn, backdate }: Pick<Settings, 'expiresIn' | 'backdate'>,
  noteMinted: (issuedAt: NumericDate) => void,
  emit: Emit | undefined,
): Mint {
  /** Called only if there is a listener: hashing the token costs time. */
  const announce = async (listener: Emit, userId: string, minted: Minted): Promise<Minted> => {
    const { token, expiresAt } = minted
    listener({ type: 'issued', userId, expiresAt, tokenId: await fingerprint(token) })
    return minted
  }

  return (userId, options, { at, cutoff }) => {
    const { expiresIn = defaultExpiresIn, expiresAt, issuedAt, role, callCids, channelCids, claims } = options
    const second = Math.floor(at)
    const earliest = cutoff === undefined ? 0 : Math.ceil(cutoff)
    const iat = issuedAt === undefined ? Math.max(second - backdate, earliest) : (issuedAt ?? undefined)
    const exp = expiresAt ?? (expiresIn === null ? undefined : second + expiresIn)
    if (iat !== undefined) noteMinted(iat)
    const mintedOf = (token: string): Minted | Promise<Minted> => {
      const minted = { token, expiresAt: exp ?? null }
      return emit === undefined ? minted : announce(emit, userId, minted)
    }
    const signed = signer.user({ userId, iat, exp, role, callCids, channelCids, claims })
    return typeof signed === 'string' ? mintedOf(signed) : signed.then(mintedOf)
  }
}

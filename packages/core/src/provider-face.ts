import { createTokenProvider } from './create-token-provider.js'
import { configInvalid } from './errors.js'
import type { TokenProviderOptions } from './options.js'
import type { TokenProvider } from './token-provider.js'

/** Options to make a provider from, or one that is made already. */
export type ProviderOrOptions<Raw = unknown> =
  | TokenProviderOptions<Raw>
  | { readonly provider: TokenProvider }

/** What an adapter's middleware carries of its provider. Never `handle`: Connect would take the function for an app. */
export type ProviderFace = Omit<
  TokenProvider,
  'apiKey' | 'createServerToken' | 'createDevToken' | 'rotateSecrets' | 'ready' | 'endpoint'
> & { readonly provider: TokenProvider }

/**
 * Finds the provider that an adapter is to use.
 *
 * @throws {TokenProviderError} `config_invalid`, also where `provider` stands beside an option
 */
export function resolveProvider<Raw>(given: ProviderOrOptions<Raw> = {}): TokenProvider {
  if (typeof given !== 'object' || given === null || !('provider' in given)) return createTokenProvider(given)
  const { provider, ...others } = given
  if (Object.keys(others).length > 0)
    throw configInvalid(['provider stands alone: give it its options where it is made'])
  if (typeof provider?.endpoint !== 'function')
    throw configInvalid(['provider must come from createTokenProvider'])
  return provider
}

/** Takes from a provider what an adapter shows of it; each function works on its own. */
export function faceOf(provider: TokenProvider): ProviderFace {
  const { createToken, verifyToken, authenticate, authenticateUpgrade, close } = provider
  const { revokeUserToken, revokeUsersToken, revokeTokens, blockUser, unblockUser } = provider
  const commands = { revokeUserToken, revokeUsersToken, revokeTokens, blockUser, unblockUser }
  return { createToken, verifyToken, authenticate, authenticateUpgrade, ...commands, close, provider }
}

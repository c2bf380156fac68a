import { configInvalid } from '../errors/errors.js'
import type { TokenProviderOptions } from '../settings/options.js'
import { createTokenProvider } from './create-token-provider.js'
import type { TokenProvider } from './token-provider.js'

/** Options to make a provider from, or one that is made already. */
export type ProviderOrOptions<Raw = unknown> =
  | TokenProviderOptions<Raw>
  | { readonly provider: TokenProvider }

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

import { configInvalid } from '../errors/errors.js'
import type { TokenProviderOptions } from '../settings/options.js'
import { createTokenProvider } from './create-token-provider.js'
import type { TokenProvider } from './token-provider.js'

/** The options of a new provider, or `{ provider }` with an existing one. */
export type ProviderOrOptions<Raw = unknown> =
  | TokenProviderOptions<Raw>
  | { readonly provider: TokenProvider }

/**
 * Returns the given provider, or creates one from the options.
 *
 * @throws {TokenProviderError} `config_invalid`, also if `provider` is combined with other options
 */
export function resolveProvider<Raw>(given: ProviderOrOptions<Raw> = {}): TokenProvider {
  if (typeof given !== 'object' || given === null || !('provider' in given)) return createTokenProvider(given)
  const { provider, ...others } = given
  if (Object.keys(others).length > 0)
    throw configInvalid(['provider cannot be combined with other options: pass them to createTokenProvider'])
  if (typeof provider?.endpoint !== 'function')
    throw configInvalid(['provider must come from createTokenProvider'])
  return provider
}

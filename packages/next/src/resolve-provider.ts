import { type ProviderOrOptions, resolveProvider as resolve, type TokenProvider } from '@stream-token/core'
import { mapControlFlow } from './map-control-flow.js'

/**
 * Finds the provider, as core does; `authorizeRevocation` may refuse as pages do.
 *
 * @throws {TokenProviderError} `config_invalid`
 */
export function resolveProvider<Raw>(given: ProviderOrOptions<Raw> = {}): TokenProvider {
  if (typeof given !== 'object' || given === null || 'provider' in given) return resolve(given)
  const { authorizeRevocation } = given
  return typeof authorizeRevocation === 'function'
    ? resolve({ ...given, authorizeRevocation: mapControlFlow(authorizeRevocation) })
    : resolve(given)
}

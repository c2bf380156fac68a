import type { Endpoint } from '../endpoint/endpoint.js'
import type { VerifyUser } from '../endpoint/verify-user.js'
import { checkFunctions } from '../settings/check-functions.js'
import { type ProviderMethods, providerMethods } from './provider-methods.js'
import { type ProviderOrOptions, resolveProvider } from './resolve-provider.js'
import type { TokenProvider } from './token-provider.js'

/** What an adapter's `streamTokenProvider` is built from. */
export interface AdapterParts<Raw> {
  readonly provider: TokenProvider
  readonly endpoint: Endpoint<Raw>
  /** The provider's methods that the adapter's result carries. */
  readonly methods: ProviderMethods
}

/**
 * Does what every adapter's `streamTokenProvider` starts with: checks `verifyUser`, finds or creates the provider, and
 * creates the endpoint.
 *
 * @throws {TokenProviderError} `config_invalid`
 */
export function prepareAdapter<Raw>(
  verifyUser: VerifyUser<Raw>,
  given?: ProviderOrOptions<Raw>,
): AdapterParts<Raw> {
  checkFunctions({ verifyUser })
  const provider = resolveProvider(given)
  return { provider, endpoint: provider.endpoint(verifyUser), methods: providerMethods(provider) }
}

import type { Endpoint } from '../endpoint/endpoint.js'
import type { VerifyUser } from '../endpoint/verify-user.js'
import { checkFunctions } from '../settings/check-functions.js'
import { type ProviderMethods, providerMethods } from './provider-methods.js'
import { type ProviderOrOptions, resolveProvider } from './resolve-provider.js'
import type { TokenProvider } from './token-provider.js'

/** The parts of an adapter's `streamTokenProvider`. */
export interface AdapterParts<Raw> {
  readonly provider: TokenProvider
  readonly endpoint: Endpoint<Raw>
  /** The provider's methods, for the adapter's result. */
  readonly methods: ProviderMethods
}

/**
 * Does the first steps of every adapter's `streamTokenProvider`: checks `verifyUser`, takes or creates the provider,
 * and creates the endpoint.
 *
 * @throws {TokenProviderError} `config_invalid`
 */
export function prepareAdapter<Raw>(
  verifyUser: VerifyUser<Raw>,
  providerOrOptions?: ProviderOrOptions<Raw>,
): AdapterParts<Raw> {
  checkFunctions({ verifyUser })
  const provider = resolveProvider(providerOrOptions)
  return { provider, endpoint: provider.endpoint(verifyUser), methods: providerMethods(provider) }
}

/**
 * Throws at startup if the API key or the secret is missing. Credentials that are functions are read at the first request.
 *
 * @throws {TokenProviderError} `config_invalid`
 */
export function checkCredentials(provider: TokenProvider): void {
  if (!provider.loadsCredentials) void provider.apiKey
}

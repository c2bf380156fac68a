import type { TokenProvider } from './token-provider.js'

/** The provider's methods on an adapter's middleware. None may be named `handle`: Connect takes that for an app. */
export type ProviderMethods = Omit<
  TokenProvider,
  | 'apiKey'
  | 'loadsCredentials'
  | 'createServerToken'
  | 'createDevToken'
  | 'rotateSecrets'
  | 'ready'
  | 'endpoint'
> & { readonly provider: TokenProvider }

/** Picks the provider's methods for an adapter. Each can be called without its object. */
export function providerMethods(provider: TokenProvider): ProviderMethods {
  const { createToken, verifyToken, authenticate, authenticateUpgrade, close } = provider
  const { revokeUserToken, revokeUsersToken, revokeTokens, blockUser, unblockUser } = provider
  const commands = { revokeUserToken, revokeUsersToken, revokeTokens, blockUser, unblockUser }
  return { createToken, verifyToken, authenticate, authenticateUpgrade, ...commands, close, provider }
}

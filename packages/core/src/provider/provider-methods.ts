import type { TokenProvider } from './token-provider.js'

/** What an adapter's middleware carries of its provider. Never `handle`: Connect would take the function for an app. */
export type ProviderMethods = Omit<
  TokenProvider,
  'apiKey' | 'createServerToken' | 'createDevToken' | 'rotateSecrets' | 'ready' | 'endpoint'
> & { readonly provider: TokenProvider }

/** Takes from a provider what an adapter shows of it; each function works on its own. */
export function providerMethods(provider: TokenProvider): ProviderMethods {
  const { createToken, verifyToken, authenticate, authenticateUpgrade, close } = provider
  const { revokeUserToken, revokeUsersToken, revokeTokens, blockUser, unblockUser } = provider
  const commands = { revokeUserToken, revokeUsersToken, revokeTokens, blockUser, unblockUser }
  return { createToken, verifyToken, authenticate, authenticateUpgrade, ...commands, close, provider }
}

import { createTokenProvider, type TokenProvider } from '@stream-token/core'

/**
 * Creates the core's token provider in this browser, where it signs with Web Crypto. It calls nobody, and keeps the secret
 * only in this object.
 */
export function browserProvider(apiSecret: string): TokenProvider {
  return createTokenProvider({
    // No token contains the key, but a provider has one.
    apiKey: 'token-page',
    ...(apiSecret !== '' && { apiSecret }),
    allowShortSecret: true,
    devTokens: true,
    allowDevTokensInProduction: true,
    streamApi: false,
    onEvent: () => {},
  })
}

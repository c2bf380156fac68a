export type { GuardOptions, StreamAuth, TokenProviderOptions, VerifyUser } from '@stream-token/core'
export { isTokenProviderError, TokenProviderError } from '@stream-token/core'
export type { StreamTokenRoute } from './stream-token-provider.js'
export { streamTokenProvider } from './stream-token-provider.js'

export type {
  Anonymous,
  GuardOptions,
  StreamAuth,
  TokenProviderOptions,
  VerifiedServerToken,
  VerifiedUserToken,
  VerifyUser,
} from '@stream-token/core'
export { isTokenProviderError, TokenProviderError } from '@stream-token/core'
export type { GuardedHandler, RouteContext, RouteHandler } from './require-token.js'
export type { StreamTokenRoute } from './stream-token-provider.js'
export { streamTokenProvider } from './stream-token-provider.js'

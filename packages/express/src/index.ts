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
export type { NodeMiddleware } from './node-middleware.js'
export { getStreamAuth } from './stream-auth.js'
export type { StreamTokenMiddleware } from './stream-token-provider.js'
export { streamTokenProvider } from './stream-token-provider.js'

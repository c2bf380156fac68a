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
export type { ApiHandler, ApiRequest, ApiResponse } from './api-handler.js'
export type { StreamTokenHandler } from './stream-token-provider.js'
export { streamTokenProvider } from './stream-token-provider.js'

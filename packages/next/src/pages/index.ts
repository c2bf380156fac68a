export type {
  Anonymous,
  CreateTokenOptions,
  GuardOptions,
  Identity,
  IssuedToken,
  IssueTokenOptions,
  Revocation,
  RevocationResult,
  RevocationState,
  RevocationStore,
  StoreContext,
  StreamAuth,
  TokenHandlerOptions,
  TokenProvider,
  TokenProviderEvent,
  TokenProviderOptions,
  VerifiedServerToken,
  VerifiedToken,
  VerifiedUserToken,
  VerifyUser,
  VerifyUserContext,
  VerifyUserResult,
  Versioned,
} from '@stream-token/core'
export {
  createTokenProvider,
  forbidden,
  isTokenProviderError,
  memoryRevocationStore,
  TokenProviderError,
  unauthenticated,
} from '@stream-token/core'
export type { ApiHandler, ApiRequest, ApiResponse } from './api-handler.js'
export type { ApiIssueTokenOptions, StreamTokenHandler, VerifyApiUser } from './stream-token-provider.js'
export { streamTokenProvider } from './stream-token-provider.js'

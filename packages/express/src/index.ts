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
export type { NodeMiddleware } from './node-middleware.js'
export { getStreamAuth } from './stream-auth.js'
export type { StreamTokenMiddleware } from './stream-token-provider.js'
export { streamTokenProvider } from './stream-token-provider.js'

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
export type { GuardedHandler, RouteContext, RouteHandler, StreamRouteContext } from './require-token.js'
export { streamTokenProvider } from './stream-token-provider.js'
export type { StreamTokenRoute } from './stream-token-route.js'

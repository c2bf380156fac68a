export type {
  Revocation,
  RevocationState,
  RevocationStore,
  StoreContext,
  StoreNotice,
  Versioned,
} from './cutoffs/store.js'
export type { Endpoint, IssueTokenOptions, TokenHandler } from './endpoint/endpoint.js'
export type { Identity } from './endpoint/identity.js'
export type { TokenHandlerOptions } from './endpoint/issue-token.js'
export type { VerifyUser, VerifyUserContext, VerifyUserResult } from './endpoint/verify-user.js'
export type { ErrorReason } from './errors/error-reasons.js'
export {
  forbidden,
  isTokenProviderError,
  TokenProviderError,
  unauthenticated,
} from './errors/errors.js'
export type { BlockResult, ChangeResult, Propagated, RevocationResult } from './errors/revocation-result.js'
export type { TokenProviderEvent } from './events/events.js'
export type { UpgradeOptions, UpgradeRequest } from './guard/authenticate-upgrade.js'
export type { HeadersSource } from './guard/authorization.js'
export type { GuardOptions } from './guard/guard.js'
export type { Anonymous, StreamAuth, StreamAuthOptions } from './guard/stream-auth.js'
export type { IssuedToken } from './http/issued-reply.js'
export type { Clock, NumericDate } from './primitives/numeric-date.js'
export { systemClock } from './primitives/numeric-date.js'
export { createTokenProvider } from './provider/create-token-provider.js'
export type { TokenProvider } from './provider/token-provider.js'
export type { BlockOptions, RevocationDate, UnblockOptions } from './revocation/commands.js'
export { memoryRevocationStore } from './revocation/memory-store.js'
export type { RevokeOptions } from './revocation/revoker.js'
export type {
  AllowedOrigins,
  ApiSecret,
  AuthorizeRevocation,
  GuestOptions,
  StreamApiOptions,
  TokenProviderOptions,
} from './settings/options.js'
export type { RevocationCommand } from './settings/revocation-command.js'
export type { CreateTokenOptions } from './token/create-token-options.js'
export type { TokenScope } from './token/token-scope.js'
export type { VerifiedServerToken, VerifiedToken, VerifiedUserToken } from './token/verified-token.js'

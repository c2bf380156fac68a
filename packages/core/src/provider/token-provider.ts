import type { Endpoint } from '../endpoint/endpoint.js'
import type { VerifyUser } from '../endpoint/verify-user.js'
import type { AuthenticateUpgrade } from '../guard/authenticate-upgrade.js'
import type { HeadersSource } from '../guard/authorization.js'
import type { Commands } from '../revocation/commands.js'
import type { CreateTokenOptions } from '../token/sign.js'
import type { VerifiedServerToken, VerifiedToken, VerifiedUserToken } from '../token/verified-token.js'
import type { KindOption, TokenKind, Verify } from '../token/verify.js'

/** The keys of one app at Stream, and what they are good for. */
export interface TokenProvider extends Commands {
  /**
   * The app's API key.
   * @throws {TokenProviderError} `config_invalid` when key or secret are neither options nor in the environment
   */
  readonly apiKey: string
  /**
   * Mints a user token.
   * @throws {TokenProviderError} `config_invalid`, naming every rule broken; `user_blocked`, `revocation_in_force`,
   * `revocation_state_unknown`
   * @see https://getstream.io/chat/docs/node/tokens_and_authentication/
   */
  createToken(userId: string, options?: CreateTokenOptions): Promise<string>
  /** Mints the token with which a server speaks to Stream's API: it may do anything and never expires. */
  createServerToken(): Promise<string>
  /** Writes an unsigned token for development; there only with the option `devTokens`. */
  createDevToken?: (userId: string) => string
  /**
   * Tells what a token says, once its form, signature, kind, times and revocation are found good.
   * @throws {TokenProviderError} `token_malformed`, `token_signature_invalid`, `token_wrong_kind`, `token_expired`,
   * `token_not_yet_valid`, `token_used_before_issued`, `token_revoked`, `revocation_state_unknown`
   */
  verifyToken: Verify
  /**
   * Verifies the token in `Authorization: Bearer` of a request, or of headers.
   * @throws {TokenProviderError} `token_missing`, `token_ambiguous`, and what `verifyToken` throws
   */
  authenticate(source: HeadersSource, options?: KindOption<'user'>): Promise<VerifiedUserToken>
  authenticate(source: HeadersSource, options: { readonly kind: 'server' }): Promise<VerifiedServerToken>
  authenticate(source: HeadersSource, options?: KindOption<TokenKind>): Promise<VerifiedToken>
  /** Verifies the token of a WebSocket upgrade. */
  authenticateUpgrade: AuthenticateUpgrade
  /**
   * Takes other secrets from now on: the first signs, all verify.
   * @throws {TokenProviderError} `config_invalid`
   */
  rotateSecrets(secrets: readonly string[]): void
  /** Resolves when everything needed is there; rejects with `config_invalid` or `revocation_state_unknown`. */
  ready(): Promise<void>
  /** Waits for what is under way, and closes the store that the options name. */
  close(): Promise<void>
  /** Makes the token endpoint, for adapters (`handle`) and Web hosts (`fetch`). */
  endpoint<Raw = Request>(verifyUser: VerifyUser<Raw>): Endpoint<Raw>
}

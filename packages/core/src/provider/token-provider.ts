import type { Endpoint } from '../endpoint/endpoint.js'
import type { VerifyUser } from '../endpoint/verify-user.js'
import type { AuthenticateUpgrade } from '../guard/authenticate-upgrade.js'
import type { HeadersSource } from '../guard/authorization.js'
import type { Commands } from '../revocation/commands.js'
import type { CheckToken } from '../token/check-token.js'
import type { CreateTokenOptions } from '../token/create-token-options.js'

/** Mints, verifies and revokes the tokens of one Stream app; created by `createTokenProvider`. */
export interface TokenProvider extends Commands {
  /**
   * The app's API key.
   * @throws {TokenProviderError} `config_invalid` if the key or the secret is neither an option nor in the environment
   */
  readonly apiKey: string
  /** Whether `apiKey` or `apiSecret` is a function: then `apiKey` throws until `ready()` or the first use has called it. */
  readonly loadsCredentials: boolean
  /**
   * Mints a user token; it expires after the option `expiresIn`, in seconds, unless `options` say otherwise.
   * @throws {TokenProviderError} `config_invalid`, naming every rule broken; `user_blocked`, `revocation_in_force`,
   * `revocation_state_unknown`
   * @see https://getstream.io/chat/docs/node/tokens_and_authentication/
   */
  createToken(userId: string, options?: CreateTokenOptions): Promise<string>
  /**
   * Mints a server token for Stream's API. It has full access and never expires: never send it to a client.
   * @throws {TokenProviderError} `config_invalid`
   */
  createServerToken(): Promise<string>
  /**
   * Creates an unsigned token for development; defined only with the option `devTokens`.
   * @throws {TokenProviderError} `config_invalid`
   */
  createDevToken?: (userId: string) => string
  /**
   * Verifies a token's form, signature, kind, times and revocation, and returns its claims.
   * @throws {TokenProviderError} `token_malformed`, `token_signature_invalid`, `token_wrong_kind`, `token_expired`,
   * `token_not_yet_valid`, `token_used_before_issued`, `token_revoked`, `revocation_state_unknown`, `config_invalid`
   */
  verifyToken: CheckToken<unknown>
  /**
   * Verifies the token in `Authorization: Bearer` of a request or of its headers, and returns its claims.
   * @throws {TokenProviderError} `token_missing`, `token_ambiguous`, and the errors of `verifyToken`
   */
  authenticate: CheckToken<HeadersSource>
  /**
   * Verifies the user token of a WebSocket upgrade, and returns its claims.
   * Add an `error` listener to the socket first.
   * @throws {TokenProviderError} the errors of `authenticate`
   */
  authenticateUpgrade: AuthenticateUpgrade
  /**
   * Replaces the API secrets with 1 to 10 new ones: the first signs, all verify.
   * @throws {TokenProviderError} `config_invalid`
   */
  rotateSecrets(secrets: readonly string[]): void
  /**
   * Checks the key and the secret, and that the revocation store can be read.
   * @throws {TokenProviderError} `config_invalid`, `revocation_state_unknown`
   */
  ready(): Promise<void>
  /** Waits for pending calls to Stream, then closes the store in the option `revocations`. */
  close(): Promise<void>
  /**
   * Creates the token endpoint, for adapters (`handle`) and Web hosts (`fetch`).
   * @throws {TokenProviderError} `config_invalid` if `verifyUser` is not a function
   */
  endpoint<Raw = Request>(verifyUser: VerifyUser<Raw>): Endpoint<Raw>
}

import { createAuthenticateUpgrade } from './authenticate-upgrade.js'
import { authorizationOf, type HeadersSource, hasQueryToken } from './authorization.js'
import { bearerToken } from './bearer.js'
import { createBoundedCall } from './bounded-call.js'
import { checkFunctions } from './check-functions.js'
import { createEndpoint } from './create-endpoint.js'
import { createCreateToken } from './create-token.js'
import { createCredentials } from './credentials.js'
import type { Endpoint } from './endpoint.js'
import { configInvalid } from './errors.js'
import { createEmit } from './events.js'
import { createKeyring } from './keyring.js'
import { createLogFault } from './log-fault.js'
import { createMint } from './mint.js'
import { createMoments } from './moment.js'
import { createNow } from './numeric-date.js'
import type { TokenProviderOptions } from './options.js'
import { createCommands } from './revocation/commands.js'
import { createRevocations } from './revocation/create-revocations.js'
import { defaultStoreOf } from './revocation/default-store.js'
import { createHold } from './revocation/hold.js'
import { APP } from './revocation/propagation.js'
import { secretFaults } from './secret.js'
import { parseOptions } from './settings.js'
import { type SharedSlots, sharedSlotsOf } from './shared-slots.js'
import { createSigner } from './sign.js'
import { tellFaults } from './tell-faults.js'
import type { TokenProvider } from './token-provider.js'
import type { VerifiedServerToken, VerifiedToken, VerifiedUserToken } from './verified-token.js'
import { createVerifier, type KindOption, type TokenKind } from './verify.js'
import type { VerifyUser } from './verify-user.js'

/**
 * Makes the token provider of one app at Stream. Options are checked now; key and secret, where they come from the
 * environment, on first use.
 *
 * @throws {TokenProviderError} `config_invalid`, naming every option that breaks a rule
 * @example
 * ```ts
 * import { createTokenProvider } from '@stream-token/core'
 *
 * const provider = createTokenProvider({ apiKey: 'key', apiSecret: 'a-secret-of-at-least-thirty-two-bytes' })
 * const token = await provider.createToken('john', { expiresIn: 3600 })
 * const { userId, expiresAt } = await provider.verifyToken(token)
 * console.log(userId, expiresAt)
 * ```
 */
export function createTokenProvider<Raw = unknown>(options: TokenProviderOptions<Raw> = {}): TokenProvider {
  const settings = parseOptions(options)
  const { clockSkew } = settings
  const now = createNow(settings.clock)
  const emit = createEmit(settings.onEvent ?? createLogFault(), now)
  const credentials = createCredentials(settings)
  const apiKey = (): string => credentials().apiKey
  let found: SharedSlots | undefined
  const slots = (): SharedSlots => {
    found ??= sharedSlotsOf(apiKey())
    return found
  }
  const keyring = createKeyring(() => credentials().apiSecrets)
  const signer = createSigner(keyring, settings.maxTokenBytes)
  const defaultStore = () => defaultStoreOf(apiKey())
  const revocations = createRevocations({ settings, defaultStore, apiKey, signer, now, emit })
  const verify = createVerifier(keyring, settings, revocations.read, now)
  const hold = createHold(now, () => slots().held, settings.maxHeld)
  const moments = createMoments(revocations.read, hold, clockSkew, now)
  const mint = createMint(signer, settings, settings.onEvent && emit)
  const bounds = { seconds: settings.verifyUserTimeout, most: settings.maxPending }
  const boundedCall = createBoundedCall(() => slots().calls, bounds)

  function authenticate(source: HeadersSource, options?: KindOption<'user'>): Promise<VerifiedUserToken>
  function authenticate(
    source: HeadersSource,
    options: { readonly kind: 'server' },
  ): Promise<VerifiedServerToken>
  function authenticate(source: HeadersSource, options?: KindOption<TokenKind>): Promise<VerifiedToken>
  async function authenticate(
    source: HeadersSource,
    options?: KindOption<TokenKind>,
  ): Promise<VerifiedToken> {
    const token = bearerToken(authorizationOf(source), hasQueryToken(source))
    return tellFaults(verify(token, options), emit)
  }

  return Object.freeze({
    get apiKey() {
      return apiKey()
    },
    createToken: createCreateToken(mint, moments, settings, now),
    createServerToken: () => signer.server(),
    ...(settings.devTokens && { createDevToken: signer.dev }),
    verifyToken: verify,
    authenticate,
    authenticateUpgrade: createAuthenticateUpgrade(token => tellFaults(verify(token), emit)),
    ...createCommands(revocations.revoker, now, clockSkew),
    rotateSecrets(secrets: readonly string[]) {
      const faults =
        Array.isArray(secrets) && secrets.length >= 1 && secrets.length <= 10
          ? secretFaults(secrets, settings.allowShortSecret)
          : ['give a list of 1 to 10 secrets']
      if (faults.length > 0) throw configInvalid(faults)
      keyring.rotate(secrets)
    },
    async ready() {
      credentials()
      await revocations.read(APP)
    },
    close: revocations.close,
    endpoint<Raw>(verifyUser: VerifyUser<Raw>): Endpoint<Raw> {
      checkFunctions({ verifyUser })
      return createEndpoint(verifyUser, {
        settings,
        apiKey,
        boundedCall,
        moments,
        mint,
        revocations,
        now,
        emit,
      })
    },
  })
}

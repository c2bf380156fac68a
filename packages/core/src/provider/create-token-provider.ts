import { createBoundedCall } from '../endpoint/bounded-call.js'
import { createEndpoint } from '../endpoint/create-endpoint.js'
import type { Endpoint } from '../endpoint/endpoint.js'
import type { VerifyUser } from '../endpoint/verify-user.js'
import { configInvalid } from '../errors/errors.js'
import { createEmit } from '../events/events.js'
import { notifyServerErrors } from '../events/notify-refusal.js'
import { createAuthenticateUpgrade } from '../guard/authenticate-upgrade.js'
import { authorizationOf, type HeadersSource, hasQueryToken } from '../guard/authorization.js'
import { bearerToken } from '../guard/bearer.js'
import { createNow } from '../primitives/numeric-date.js'
import { createCommands } from '../revocation/commands.js'
import { createRevocations } from '../revocation/create-revocations.js'
import { defaultStoreOf } from '../revocation/default-store.js'
import { createHold } from '../revocation/hold.js'
import { createMintGate } from '../revocation/mint-gate.js'
import { checkFunctions } from '../settings/check-functions.js'
import { createCredentials } from '../settings/credentials.js'
import type { TokenProviderOptions } from '../settings/options.js'
import { secretErrors } from '../settings/secret.js'
import { parseOptions } from '../settings/settings.js'
import { type SharedSlots, sharedSlotsOf } from '../settings/shared-slots.js'
import { APP } from '../stream-api/propagation.js'
import { createKeyring } from '../token/keyring.js'
import { createMint } from '../token/mint.js'
import { createSigner } from '../token/sign.js'
import type { VerifiedServerToken, VerifiedToken, VerifiedUserToken } from '../token/verified-token.js'
import { createVerifier, type KindOption, type TokenKind } from '../token/verify.js'
import { createConsoleListener } from './console-listener.js'
import { createCreateToken } from './create-token.js'
import type { TokenProvider } from './token-provider.js'

/**
 * Creates the token provider of one Stream app. The options are checked at once; an API key or secret from the
 * environment is read on first use.
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
  const emit = createEmit(settings.onEvent ?? createConsoleListener(), now)
  const credentials = createCredentials(settings)
  const apiKey = (): string => credentials().apiKey
  let shared: SharedSlots | undefined
  const slots = (): SharedSlots => {
    shared ??= sharedSlotsOf(apiKey())
    return shared
  }
  const keyring = createKeyring(() => credentials().apiSecrets)
  const signer = createSigner(keyring, settings.maxTokenBytes)
  const defaultStore = () => defaultStoreOf(apiKey())
  const revocations = createRevocations({ settings, defaultStore, apiKey, signer, now, emit })
  const verify = createVerifier(keyring, settings, revocations.read, now)
  const hold = createHold(now, () => slots().held, settings.maxHeld)
  const mintGate = createMintGate(revocations.read, hold, clockSkew, now)
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
    return notifyServerErrors(verify(token, options), emit)
  }

  return Object.freeze({
    get apiKey() {
      return apiKey()
    },
    createToken: createCreateToken(mint, mintGate, settings, now),
    createServerToken: () => signer.server(),
    ...(settings.devTokens && { createDevToken: signer.dev }),
    verifyToken: verify,
    authenticate,
    authenticateUpgrade: createAuthenticateUpgrade(token => notifyServerErrors(verify(token), emit)),
    ...createCommands(revocations.revoker, now, clockSkew),
    rotateSecrets(secrets: readonly string[]) {
      const errors =
        Array.isArray(secrets) && secrets.length >= 1 && secrets.length <= 10
          ? secretErrors(secrets, settings.allowShortSecret)
          : ['rotateSecrets takes a list of 1 to 10 secrets']
      if (errors.length > 0) throw configInvalid(errors)
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
        mintGate,
        mint,
        revocations,
        now,
        emit,
      })
    },
  })
}

import { createEndpoint } from '../endpoint/create-endpoint.js'
import type { Endpoint } from '../endpoint/endpoint.js'
import type { VerifyUser } from '../endpoint/verify-user.js'
import { configInvalid, isTokenProviderError } from '../errors/errors.js'
import { createEmit, type Emit } from '../events/events.js'
import { notifyRefusal, notifyServerErrors } from '../events/notify-refusal.js'
import { createAuthenticateUpgrade } from '../guard/authenticate-upgrade.js'
import { authorizationOf, type HeadersSource, hasCookie, hasQueryToken } from '../guard/authorization.js'
import { bearerToken } from '../guard/bearer.js'
import { admitsAnonymous } from '../guard/guard.js'
import { createNow } from '../primitives/numeric-date.js'
import { createCommands } from '../revocation/commands.js'
import { createRevocations } from '../revocation/create-revocations.js'
import { defaultStoreOf } from '../revocation/default-store.js'
import { createHold } from '../revocation/hold.js'
import { createMintGate } from '../revocation/mint-gate.js'
import { createBoundedCall } from '../settings/bounded-call.js'
import { checkFunctions } from '../settings/check-functions.js'
import { createCredentials } from '../settings/credentials.js'
import { readEnvironment } from '../settings/environment.js'
import type { TokenProviderOptions } from '../settings/options.js'
import { secretErrors } from '../settings/secret.js'
import { parseOptions } from '../settings/settings.js'
import { createSlots } from '../settings/slots.js'
import { createCreateGuest } from '../stream-api/create-guest.js'
import { createStreamApi } from '../stream-api/stream-api.js'
import { createCheckToken } from '../token/check-token.js'
import { createKeyring } from '../token/keyring.js'
import { createMint } from '../token/mint.js'
import { createSigner } from '../token/sign.js'
import { createVerifier } from '../token/verify.js'
import { createConsoleListener } from './console-listener.js'
import { createCreateToken } from './create-token.js'
import type { TokenProvider } from './token-provider.js'

const COOKIE_INSTEAD =
  'The request has a Cookie header and no bearer token: a guard verifies the Stream token in Authorization, not the session. Send the token, or use your own session check on this route.'

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
  reportTestHost(options.streamApi, emit)
  const credentials = createCredentials(settings)
  const { load } = credentials
  const apiKey = (): string => credentials.current().apiKey
  // Of this provider alone: another one of the same app cannot take them.
  const slots = { calls: createSlots(), held: createSlots() }
  const keyring = createKeyring(() => credentials.secrets())
  const signer = createSigner(keyring, settings.maxTokenBytes)
  const defaultStore = () => defaultStoreOf(apiKey())
  const revocations = createRevocations({ settings, defaultStore, apiKey, load, signer, now, emit })
  const verify = createVerifier(keyring, settings, revocations.read, now, load)
  const hold = createHold(now, () => slots.held, settings.maxHeld)
  const mintGate = createMintGate(revocations.read, hold, clockSkew, now)
  const mint = createMint(signer, settings, revocations.noteMinted, settings.onEvent && emit)
  const { streamApi } = settings
  const createGuest =
    streamApi === false
      ? undefined
      : createCreateGuest(
          createStreamApi(streamApi, apiKey, () => signer.server()),
          streamApi,
        )
  const bounds = { seconds: settings.verifyUserTimeout, most: settings.maxPending }
  const boundedCall = createBoundedCall(() => slots.calls, bounds)

  const authenticate = createCheckToken<HeadersSource>((source, options) =>
    notifyServerErrors(() => verify(tokenOf(source, options), options), emit),
  )
  const authenticateUpgrade = createAuthenticateUpgrade(
    createCheckToken(token => notifyServerErrors(() => verify(token), emit)),
  )

  /** A guard that meets a session cookie and no token is a mistake in the set-up: it is reported. */
  function tokenOf(source: HeadersSource, options: unknown): string {
    try {
      return bearerToken(authorizationOf(source), hasQueryToken(source))
    } catch (error) {
      const isMissing = isTokenProviderError(error) && error.reason === 'token_missing'
      if (isMissing && hasCookie(source) && !admitsAnonymous(options))
        notifyRefusal(error, emit, COOKIE_INSTEAD)
      throw error
    }
  }

  return Object.freeze({
    get apiKey() {
      return apiKey()
    },
    loadsCredentials: typeof settings.apiKey === 'function' || typeof settings.apiSecrets === 'function',
    createToken: createCreateToken(mint, mintGate, settings, now, load),
    async createServerToken() {
      await load()
      return signer.server()
    },
    ...(settings.devTokens && { createDevToken: signer.dev }),
    verifyToken: createCheckToken(verify),
    authenticate,
    authenticateUpgrade,
    ...createCommands(revocations.revoker, now, clockSkew),
    rotateSecrets(secrets: readonly string[]) {
      // Copied first: what is checked is what is used.
      const copy = Array.isArray(secrets) ? Array.from(secrets) : []
      const errors =
        copy.length >= 1 && copy.length <= 10
          ? secretErrors(copy, settings.allowShortSecret)
          : ['rotateSecrets takes a list of 1 to 10 secrets']
      if (errors.length > 0) throw configInvalid(errors)
      credentials.replaceSecrets(copy)
    },
    async ready() {
      await load()
      credentials.current()
      await revocations.read(undefined)
    },
    close: revocations.close,
    endpoint<Raw>(verifyUser: VerifyUser<Raw>): Endpoint<Raw> {
      checkFunctions({ verifyUser })
      return createEndpoint(verifyUser, {
        settings,
        apiKey,
        load,
        boundedCall,
        mintGate,
        mint,
        revocations,
        createGuest,
        now,
        emit,
      })
    },
  })
}

/** Chat goes to the test host and revocations elsewhere: one of the two is a mistake. */
function reportTestHost(streamApi: TokenProviderOptions['streamApi'], emit: Emit): void {
  const { localTestHost = '' } = readEnvironment()
  const { baseUrl } = streamApi === undefined || streamApi === false ? {} : streamApi
  if (localTestHost.trim() === '' || baseUrl === undefined) return
  if (URL.canParse(baseUrl) && new URL(baseUrl).host === localTestHost.trim()) return
  const message =
    'STREAM_LOCAL_TEST_HOST is set, but streamApi.baseUrl names another host: revocations do not go to the test host. Remove one of the two.'
  emit({ type: 'misconfigured', message })
}

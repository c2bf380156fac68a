import { authorizationOf, type HeadersSource } from './authorization.js'
import { bearerToken } from './bearer.js'
import { createCredentials } from './credentials.js'
import { createHandle, createLocate, type Endpoint, type Route } from './endpoint.js'
import { createEmit } from './events.js'
import { createFetch } from './fetch.js'
import { createKeyring } from './keyring.js'
import { createMint } from './mint.js'
import { createNow } from './numeric-date.js'
import type { TokenProviderOptions } from './options.js'
import { createOriginRule } from './origin.js'
import { invalid, parseOptions } from './settings.js'
import { type CreateTokenOptions, createSigner } from './sign.js'
import type { KindOption, TokenProvider } from './token-provider.js'
import { createTokenRoute } from './token-route.js'
import type { VerifiedServerToken, VerifiedToken, VerifiedUserToken } from './verified-token.js'
import { createVerifier, type TokenKind } from './verify.js'
import { createAsk, type VerifyUser } from './verify-user.js'

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
export function createTokenProvider(options: TokenProviderOptions = {}): TokenProvider {
  const settings = parseOptions(options)
  const now = createNow(settings.clock)
  const emit = createEmit(settings.onEvent, now)
  const credentials = createCredentials(settings)
  const keyring = createKeyring(() => credentials().apiSecrets)
  const signer = createSigner(keyring, settings.maxTokenBytes)
  const mint = createMint(signer, settings, now, settings.onEvent && emit)
  const verify = createVerifier(keyring, settings, now)
  const origin = createOriginRule(settings.allowedOrigins)
  const locate = createLocate(settings.basePath)

  function verifyToken(token: unknown, options?: KindOption<'user'>): Promise<VerifiedUserToken>
  function verifyToken(token: unknown, options: { readonly kind: 'server' }): Promise<VerifiedServerToken>
  function verifyToken(token: unknown, options?: KindOption<TokenKind>): Promise<VerifiedToken>
  async function verifyToken(token: unknown, options?: KindOption<TokenKind>): Promise<VerifiedToken> {
    return verify(token, kindOf(options))
  }

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
    return verify(bearerToken(authorizationOf(source)), kindOf(options))
  }

  return Object.freeze({
    get apiKey() {
      return credentials().apiKey
    },
    async createToken(userId: string, options?: CreateTokenOptions) {
      return (await mint(userId, options)).token
    },
    createServerToken: () => signer.server(),
    ...(settings.devTokens && { createDevToken: signer.dev }),
    verifyToken,
    authenticate,
    async ready() {
      credentials()
    },
    async close() {},
    endpoint<Raw>(verifyUser: VerifyUser<Raw>): Endpoint<Raw> {
      if (typeof verifyUser !== 'function') throw invalid(['verifyUser must be a function'])
      const answer = createTokenRoute(
        { mint, apiKey: () => credentials().apiKey, settings, emit },
        createAsk(verifyUser, settings),
      )
      const routes: readonly Route<Raw>[] = [{ path: '/token', method: 'POST', answer }]
      const handle = createHandle(routes, origin, emit)
      return Object.freeze({ locate, handle, fetch: createFetch(handle, locate, routes) })
    },
  })
}

function kindOf(options: KindOption<TokenKind> | undefined): TokenKind {
  if (options === null) throw invalid(['the options are an object'])
  const { kind = 'user' } = options ?? {}
  if (kind !== 'user' && kind !== 'server') throw invalid(["kind must be 'user' or 'server'"])
  return kind
}

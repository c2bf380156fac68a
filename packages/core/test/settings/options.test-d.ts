import { expectTypeOf } from 'vitest'
import type {
  AllowedOrigins,
  createTokenProvider,
  Identity,
  IssuedToken,
  RevocationResult,
  TokenProviderOptions,
  VerifiedServerToken,
  VerifiedToken,
  VerifiedUserToken,
} from '../../src/index.js'
import type { TokenProvider } from '../../src/provider/token-provider.js'
import type { OPTION_RULES } from '../../src/settings/option-rules.js'

// Compiled by `pnpm typecheck`; nothing here runs.

expectTypeOf<keyof TokenProviderOptions>().toEqualTypeOf<keyof typeof OPTION_RULES>()
expectTypeOf<Parameters<typeof createTokenProvider>[0]>().toEqualTypeOf<TokenProviderOptions | undefined>()

// Every option is optional, may be undefined, and is readonly.
expectTypeOf<{ readonly [Name in keyof TokenProviderOptions]?: undefined }>().toExtend<TokenProviderOptions>()
expectTypeOf<Readonly<TokenProviderOptions>>().toEqualTypeOf<TokenProviderOptions>()

declare const provider: TokenProvider

expectTypeOf(provider.verifyToken('t')).resolves.toEqualTypeOf<VerifiedUserToken>()
expectTypeOf(provider.verifyToken('t', {})).resolves.toEqualTypeOf<VerifiedUserToken>()
expectTypeOf(provider.verifyToken('t', { kind: 'user' })).resolves.toEqualTypeOf<VerifiedUserToken>()
expectTypeOf(provider.verifyToken('t', { kind: 'server' })).resolves.toEqualTypeOf<VerifiedServerToken>()
declare const kind: 'user' | 'server'
expectTypeOf(provider.verifyToken('t', { kind })).resolves.toEqualTypeOf<VerifiedToken>()
expectTypeOf(provider.authenticate(new Headers())).resolves.toEqualTypeOf<VerifiedUserToken>()
expectTypeOf(provider.authenticate({}, { kind: 'server' })).resolves.toEqualTypeOf<VerifiedServerToken>()
expectTypeOf(provider.createDevToken).toEqualTypeOf<((userId: string) => string) | undefined>()

provider.endpoint((request, { body, signal }) => {
  expectTypeOf(request).toEqualTypeOf<Request>()
  expectTypeOf(body).toEqualTypeOf<{ readonly [name: string]: unknown }>()
  expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
  return null
})
provider.endpoint(() => 'john')
provider.endpoint(async () => ({ id: 'john', expiresIn: null, claims: { team: 'red' } }))
provider.endpoint(() => undefined)
provider.endpoint(() => false)

const endpoint = provider.endpoint((request: { readonly user?: { readonly id: string } }) => request.user?.id)
expectTypeOf(
  endpoint.issueToken({ user: { id: 'john' } }, { body: { room: 1 } }),
).resolves.toEqualTypeOf<IssuedToken>()
endpoint.tokenHandler()
endpoint.tokenHandler({ responseBody: ({ token }) => ({ accessToken: token }) })
endpoint.tokenHandler({
  async responseBody(issued, request) {
    expectTypeOf(issued).toEqualTypeOf<IssuedToken>()
    return { user: request.user?.id }
  },
})
// @ts-expect-error the request of this app has a user, and no session
void endpoint.issueToken({ session: 'a' })
// The options of a revocation may stand alone, but not for the app: its date is required.
expectTypeOf(provider.revokeUserToken('john', { wait: false })).resolves.toEqualTypeOf<RevocationResult>()
expectTypeOf(provider.revokeUsersToken(['john'], { wait: false })).resolves.toEqualTypeOf<RevocationResult>()
void provider.revokeUserToken('john', undefined, { wait: false })
void provider.revokeUserToken('john', new Date(), { wait: false })
// @ts-expect-error the options are given twice
void provider.revokeUserToken('john', { wait: false }, { wait: false })
// @ts-expect-error a revocation of the app needs a date
void provider.revokeTokens({ wait: false })
// @ts-expect-error an unknown option
void provider.revokeUserToken('john', { untill: new Date() })

expectTypeOf<{ id: string; signedInAt: number }>().toExtend<Identity>()
expectTypeOf<{ id: string; signedInAt: Date }>().toExtend<Identity>()
expectTypeOf<{ id: string; signedInAt: string | undefined }>().toExtend<Identity>()
expectTypeOf<{ id: string; signedInAt: null }>().not.toExtend<Identity>()

expectTypeOf<(origin: string) => Promise<boolean>>().toExtend<AllowedOrigins>()
// @ts-expect-error a callback, as cors has it
expectTypeOf<(origin: string, callback: () => void) => boolean>().toExtend<AllowedOrigins>()
expectTypeOf<() => Promise<string[]>>().toExtend<TokenProviderOptions['apiSecret']>()

// @ts-expect-error an identity is an id, an object with an id, null, undefined or false
provider.endpoint(() => true)
// @ts-expect-error the id is a string
provider.endpoint(() => ({ id: 42 }))
// @ts-expect-error 'admin' is not a kind
void provider.verifyToken('t', { kind: 'admin' })
// @ts-expect-error an instant is a number
void provider.createToken('john', { expiresAt: new Date() })

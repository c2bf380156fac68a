import { expect, expectTypeOf, it } from 'vitest'
import * as adapter from '../src/index.js'
import {
  type CreateTokenOptions,
  createTokenProvider,
  type Identity,
  type IssuedToken,
  memoryRevocationStore,
  type Revocation,
  type RevocationResult,
  type RevocationState,
  type RevocationStore,
  type StoreContext,
  type TokenHandlerOptions,
  type TokenProvider,
  type TokenProviderEvent,
  type TokenProviderOptions,
  type VerifiedServerToken,
  type VerifiedToken,
  type VerifiedUserToken,
  type VerifyUserContext,
  type VerifyUserResult,
  type Versioned,
} from '../src/index.js'

it('C6: exports these names', () => {
  expect(Object.keys(adapter).sort()).toMatchInlineSnapshot(`
    [
      "TokenProviderError",
      "createTokenProvider",
      "forbidden",
      "getStreamAuth",
      "isTokenProviderError",
      "memoryRevocationStore",
      "streamTokenProvider",
      "unauthenticated",
    ]
  `)
})

it('C6: exports the types that examples use', () => {
  expectTypeOf<IssuedToken>().toExtend<{ readonly token: string }>()
  expectTypeOf<TokenHandlerOptions<Request>>().toExtend<{ readonly responseBody?: unknown }>()
  expectTypeOf(memoryRevocationStore()).toExtend<RevocationStore>()
  expectTypeOf<RevocationState['user']>().toEqualTypeOf<Versioned | undefined>()
  expectTypeOf<Parameters<RevocationStore['write']>>().toEqualTypeOf<[readonly Revocation[]]>()
  expectTypeOf<Parameters<NonNullable<RevocationStore['open']>>>().toEqualTypeOf<[StoreContext]>()
  expectTypeOf(createTokenProvider).returns.toEqualTypeOf<TokenProvider>()
  expectTypeOf<TokenProviderOptions['onEvent']>().toEqualTypeOf<
    ((event: TokenProviderEvent) => unknown) | undefined
  >()
  expectTypeOf<Identity>().toExtend<Exclude<VerifyUserResult, string | null | undefined | false>>()
  expectTypeOf<VerifyUserContext>().toExtend<{ readonly signal: AbortSignal }>()
  expectTypeOf<CreateTokenOptions>().not.toBeAny()
  expectTypeOf<RevocationResult>().not.toBeAny()
  expectTypeOf<VerifiedToken>().toEqualTypeOf<VerifiedUserToken | VerifiedServerToken>()
})

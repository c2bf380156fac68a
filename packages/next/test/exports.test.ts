import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, expectTypeOf, it } from 'vitest'
import * as app from '../src/index.js'
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
import type * as pagesTypes from '../src/pages/index.js'
import * as pages from '../src/pages/index.js'

it('C6: exports these names', () => {
  expect(Object.keys(app).sort()).toMatchInlineSnapshot(`
    [
      "TokenProviderError",
      "createTokenProvider",
      "forbidden",
      "isTokenProviderError",
      "memoryRevocationStore",
      "streamTokenProvider",
      "unauthenticated",
    ]
  `)
  expect(Object.keys(pages).sort()).toMatchInlineSnapshot(`
    [
      "TokenProviderError",
      "createTokenProvider",
      "forbidden",
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
  expectTypeOf<pagesTypes.RevocationStore>().toEqualTypeOf<RevocationStore>()
  expectTypeOf<pagesTypes.RevocationState['block']>().toEqualTypeOf<pagesTypes.Versioned | undefined>()
  expectTypeOf<pagesTypes.StoreContext>().toEqualTypeOf<StoreContext>()
  expectTypeOf<pagesTypes.TokenProviderEvent>().toEqualTypeOf<TokenProviderEvent>()
  expectTypeOf<VerifiedToken>().toEqualTypeOf<VerifiedUserToken | VerifiedServerToken>()
})

const dist = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Returns the packages that an entry imports, directly or not, as a bundler for the Edge runtime would find them. */
function reachedFrom(entry: string, entries: Readonly<Record<string, string>>): readonly string[] {
  const open = [entry]
  const seen = new Set<string>()
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    if (!file.startsWith('/')) continue
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(
      /^(?:import '|(?:import|export|\}).* from ')([^']+)';?$/gm,
    )) {
      const inner = name.startsWith('.')
        ? fileURLToPath(new URL(name, `file://${file}`))
        : (entries[name] ?? name)
      open.push(inner)
    }
  }
  return [...seen].filter(name => !name.startsWith('/')).sort()
}

it('imports no module of Node or Next, from the App entry or the Pages entry', () => {
  const entries = {
    '@stream-token/core': dist('../../core/dist/index.js'),
    '@stream-token/core/adapter': dist('../../core/dist/adapter.js'),
    '@stream-token/core/node': dist('../../core/dist/node/index.js'),
    '#hs256': dist('../../core/dist/token/hs256/web.js'),
  }
  expect(reachedFrom(dist('../dist/index.js'), entries)).toEqual(['jose', 'zod/mini'])
  expect(reachedFrom(dist('../dist/pages/index.js'), entries)).toEqual(['jose', 'zod/mini'])
})

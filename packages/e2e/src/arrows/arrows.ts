/**
 * What the modules of one package, or of one subpath of it, may import.
 *
 * A target is a specifier of another workspace package, the name of a third-party package, `node:*`, or modules of the
 * package itself: `./` all of them, `./node/` those below `node/`. A leading `!` forbids what another target allows.
 */
export interface Arrow {
  readonly package: string
  /** The modules that this arrow applies to, as `./` targets. The first matching arrow wins. Default: all modules. */
  readonly modules?: readonly string[]
  /** Targets that may be imported at run time, and for types. */
  readonly values: readonly string[]
  /** Targets that may be imported only for types. */
  readonly types?: readonly string[]
  /** Packages that the manifest may list without an import: a peer whose version range matters. */
  readonly named?: readonly string[]
}

const CORE = '@stream-token/core'
const ADAPTER = `${CORE}/adapter`
const STORE = `${CORE}/store`
const MIRROR = '@stream-token/mirror'

/** The allowed arrows between packages. Every package except the `free` ones needs at least one. */
export const arrows: readonly Arrow[] = [
  // core/node may use the types of core. At run time it loads only the error class, and the lazy signal that a request
  // shares with verifyUser's context.
  {
    package: 'core',
    modules: ['./node/'],
    values: ['./node/', './errors/errors', './http/lazy-signal', 'node:*'],
    types: ['./'],
  },
  {
    package: 'core',
    modules: ['./token/hs256/node'],
    values: ['./', '!./node/', 'node:crypto', 'node:buffer'],
  },
  { package: 'core', values: ['./', '!./node/', 'jose', 'zod'] },

  // core/node reads requests and writes responses. An adapter may import Node's modules only for types.
  { package: 'express', values: ['./', CORE, ADAPTER, `${CORE}/node`, 'express'], types: ['node:*'] },
  { package: 'koa', values: ['./', CORE, ADAPTER, `${CORE}/node`, 'koa'], types: ['node:*'] },
  // Route handlers run on Node and on Edge, so only the Pages entry may use Node. Neither imports `next`: that keeps them
  // independent of its version.
  { package: 'next', modules: ['./pages'], values: ['./', CORE, ADAPTER, `${CORE}/node`], types: ['node:*'] },
  { package: 'next', values: ['./', '!./pages', CORE, ADAPTER], named: ['next'] },

  // core/store has the rules of pairs. A store never loads the rest of core, which its app may have in another copy.
  { package: 'mirror', values: ['./', STORE], types: [CORE] },
  { package: 'redis', values: ['./', STORE, MIRROR, 'redis'], types: [CORE] },
  { package: 'sqlite', values: ['./', STORE, MIRROR, '@libsql/client'], types: [CORE] },
  { package: 'postgres', values: ['./', STORE, MIRROR, 'pg'], types: [CORE] },

  { package: 'client', modules: ['./react'], values: ['./', 'react'] },
  { package: 'client', values: ['./', '!./react'] },

  { package: 'emulator', values: ['./', CORE, 'ws', 'node:*'] },
  { package: 'conformance', values: ['./', CORE, ADAPTER, 'vitest', 'node:*'] },
  { package: 'cli', values: ['./', CORE, '@stream-token/emulator', 'citty', 'node:*'] },
]

/** Folders that may import anything, and that nothing else may import. */
export const free: readonly string[] = ['packages/e2e', 'bench', 'scripts', 'apps']

/** Third-party packages that the app provides: peers, never dependencies. */
export const peers: readonly string[] = [
  'express',
  'koa',
  'next',
  'react',
  'vitest',
  'redis',
  '@libsql/client',
  'pg',
]

/** Packages that must have exactly these dependencies. */
export const exactDependencies: Readonly<Record<string, readonly string[]>> = {
  core: ['jose', 'zod'],
  client: [],
}

/** Modules that a module must not import, directly or indirectly. */
export const unreachable: readonly { readonly from: string; readonly never: string }[] = [
  // Code that verifies tokens must not be able to sign them.
  { from: 'packages/core/dist/token/verify.js', never: 'packages/core/dist/token/sign.js' },
  // These entries run in browsers, on Edge and in Workers.
  { from: 'packages/core/dist/index.js', never: 'node:*' },
  { from: 'packages/core/dist/adapter.js', never: 'node:*' },
  { from: 'packages/core/dist/store.js', never: 'node:*' },
  { from: 'packages/core/dist/store.js', never: 'zod' },
  { from: 'packages/next/dist/index.js', never: 'node:*' },
  { from: 'packages/client/dist/index.js', never: 'node:*' },
]

/** How many source files of a package may read a global that is a hidden input. Packages not listed: none. */
export const globalFiles: Readonly<Record<'process.env' | 'Date.now()', Readonly<Record<string, number>>>> = {
  'process.env': { core: 1, emulator: 1, cli: Number.POSITIVE_INFINITY },
  'Date.now()': { core: 1, client: 1 },
}

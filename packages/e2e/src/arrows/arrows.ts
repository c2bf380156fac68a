/**
 * What the modules of one package, or of one subpath of it, may import.
 *
 * A target is a specifier of another workspace package, the name of a third-party package, `node:*`, or the package's own
 * modules: `./` all of them, `./node/` those below `node/`. A leading `!` forbids what another target would allow.
 */
export interface Arrow {
  readonly package: string
  /** Own modules that the line speaks of, as `./` targets; the first line that fits a module counts. Default: all. */
  readonly modules?: readonly string[]
  /** May be imported at run time, and for types. */
  readonly values: readonly string[]
  /** May be imported for types besides. */
  readonly types?: readonly string[]
  /** May be named in the manifest without being imported: a peer whose versions matter. */
  readonly named?: readonly string[]
}

const CORE = '@stream-token/core'
const ADAPTER = `${CORE}/adapter`

/** The allowed arrows between packages. Every package has a line here, `free` ones apart. */
export const arrows: readonly Arrow[] = [
  // Node's subpath is given the core's types and hands back data or refuses with the core's error: it loads nothing else
  // but the lazy member that a request and verifyUser's context have in common.
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

  // Reading and answering Node's requests is the core's: an adapter names Node in types at most.
  { package: 'express', values: ['./', CORE, ADAPTER, `${CORE}/node`, 'express'], types: ['node:*'] },
  { package: 'koa', values: ['./', CORE, ADAPTER, `${CORE}/node`, 'koa'], types: ['node:*'] },
  // Routes run on Node and on Edge, so Pages alone knows Node. Neither imports `next`: what works with every version needs none.
  { package: 'next', modules: ['./pages'], values: ['./', CORE, ADAPTER, `${CORE}/node`], types: ['node:*'] },
  { package: 'next', values: ['./', '!./pages', CORE, ADAPTER], named: ['next'] },

  { package: 'redis', values: ['./', 'redis'], types: [CORE] },
  { package: 'sqlite', values: ['./', '@libsql/client'], types: [CORE] },
  { package: 'postgres', values: ['./', 'pg'], types: [CORE] },

  { package: 'client', modules: ['./react'], values: ['./', 'react'] },
  { package: 'client', values: ['./', '!./react'] },

  { package: 'emulator', values: ['./', CORE, 'ws', 'node:*'] },
  { package: 'conformance', values: ['./', CORE, ADAPTER, 'vitest', 'node:*'] },
  { package: 'cli', values: ['./', CORE, '@stream-token/emulator', 'citty', 'node:*'] },
]

/** Folders that may import anything, and that nothing else may import. */
export const free: readonly string[] = ['packages/e2e', 'bench', 'scripts', 'apps']

/** Third-party packages that the app brings along: peers, never dependencies. */
export const peers: readonly string[] = ['express', 'koa', 'next', 'react', 'vitest']

/** Packages whose dependencies are exactly these, no more and no fewer. */
export const exactDependencies: Readonly<Record<string, readonly string[]>> = {
  core: ['jose', 'zod'],
  client: [],
}

/** Modules that must not be reached from a module, over any number of steps. */
export const unreachable: readonly { readonly from: string; readonly never: string }[] = [
  // A verifier that could sign would be a way to make what it checks.
  { from: 'packages/core/dist/token/verify.js', never: 'packages/core/dist/token/sign.js' },
  // These entries run in browsers, on Edge and in Workers.
  { from: 'packages/core/dist/index.js', never: 'node:*' },
  { from: 'packages/core/dist/adapter.js', never: 'node:*' },
  { from: 'packages/next/dist/index.js', never: 'node:*' },
  { from: 'packages/client/dist/index.js', never: 'node:*' },
]

/** How many of a package's source files may touch a global that hides an input. Others may touch it nowhere. */
export const globalFiles: Readonly<Record<'process.env' | 'Date.now()', Readonly<Record<string, number>>>> = {
  'process.env': { core: 1, cli: Number.POSITIVE_INFINITY },
  'Date.now()': { core: 1, client: 1 },
}

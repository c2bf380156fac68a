import type { Files } from '../../src/arrows/workspace.js'

const CORE = '@stream-token/core'

const manifest = (name: string, rest: object = {}): string => JSON.stringify({ name, ...rest })

const library = (name: string, dependencies: readonly string[] = [], peers: readonly string[] = []): string =>
  manifest(`@stream-token/${name}`, {
    exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    dependencies: Object.fromEntries(dependencies.map(dependency => [dependency, '1'])),
    peerDependencies: Object.fromEntries(peers.map(peer => [peer, '1'])),
  })

/** A source and its built files: imports of values stay in the JavaScript, imports of types in the declarations. */
export function module(path: string, source: string): readonly (readonly [string, string])[] {
  const built = path.replace('/src/', '/dist/').replace(/\.tsx?$/, '')
  const keep = (wanted: RegExp): string =>
    source
      .split('\n')
      .filter(line => wanted.test(line))
      .join('\n')
  return [
    [path, source],
    [`${built}.js`, keep(/^import (?!type)|^export \*/)],
    [`${built}.d.ts`, keep(/^import type|^export \*/)],
  ]
}

const sources: Readonly<Record<string, string>> = {
  'core/src/index.ts': `export * from './token/verify.js'\nexport * from './token/sign.js'\nexport * from './settings/environment.js'`,
  'core/src/adapter.ts': `export * from './token/verify.js'`,
  'core/src/token/sign.ts': `import { createKey } from '#hs256'\nimport * as z from 'zod/mini'\nexport const sign = [createKey, z]`,
  'core/src/token/verify.ts': `import { createKey } from '#hs256'\nexport const verify = createKey`,
  'core/src/primitives/numeric-date.ts': 'export const systemClock = () => Date.now()',
  'core/src/settings/environment.ts': 'export const environment = () => process.env.STREAM_API_KEY',
  'core/src/token/hs256/engine.ts': 'export interface Key {}',
  'core/src/token/hs256/node.ts': `import { createHmac } from 'node:crypto'\nexport const createKey = createHmac`,
  'core/src/token/hs256/web.ts': `import { CompactSign } from 'jose'\nexport const createKey = CompactSign`,
  'core/src/node/index.ts': `import { on } from 'node:events'\nimport type { Key } from '../token/hs256/engine.js'\nexport const read = (key: Key) => on`,
  'express/src/index.ts': `import { sign } from '${CORE}'\nimport { read } from '${CORE}/node'\nimport express from 'express'\nimport type { IncomingMessage } from 'node:http'\nexport const provider = [sign, read, express]`,
  'koa/src/index.ts': `import { sign } from '${CORE}'\nimport { read } from '${CORE}/node'\nimport type Koa from 'koa'\nexport const provider = [sign, read]`,
  'next/src/index.ts': `import { sign } from '${CORE}'\nexport const provider = sign`,
  'next/src/pages.ts': `import { read } from '${CORE}/node'\nimport type { ServerResponse } from 'node:http'\nexport const pages = read`,
  'core/src/store.ts': `export * from './primitives/numeric-date.js'`,
  'mirror/src/index.ts': `import { larger } from '${CORE}/store'\nimport type { Store } from '${CORE}'\nexport const mirror = larger`,
  'redis/src/index.ts': `import { createClient } from 'redis'\nimport { mirror } from '@stream-token/mirror'\nimport type { Store } from '${CORE}'\nexport const store = [createClient, mirror]`,
  'sqlite/src/index.ts': `import { createClient } from '@libsql/client'\nimport { mirror } from '@stream-token/mirror'\nimport type { Store } from '${CORE}'\nexport const store = [createClient, mirror]`,
  'postgres/src/index.ts': `import pg from 'pg'\nimport type { Store } from '${CORE}'\nexport const store = pg`,
  'client/src/index.ts': 'export const source = () => Date.now()',
  'client/src/react.ts': `import { useMemo } from 'react'\nimport { source } from './index.js'\nexport const use = [useMemo, source]`,
  'emulator/src/index.ts': `import { createServer } from 'node:http'\nimport { WebSocketServer } from 'ws'\nimport { systemClock } from '${CORE}'\nexport const start = [createServer, WebSocketServer, systemClock]`,
  'emulator/src/program/main.ts': 'export const secret = process.env.STREAM_API_SECRET',
  'conformance/src/index.ts': `import { it } from 'vitest'\nimport type { Store } from '${CORE}'\nexport const suite = it`,
  'cli/src/index.ts': `import { start } from '@stream-token/emulator'\nexport const main = [start, process.env.HOME]`,
}

/** A small workspace, as it would be read from disk, without violations. */
export const healthy: Files = new Map<string, string>([
  [
    'packages/core/package.json',
    manifest(CORE, {
      exports: {
        '.': { default: './dist/index.js' },
        './adapter': { default: './dist/adapter.js' },
        './node': { default: './dist/node/index.js' },
        './store': { default: './dist/store.js' },
      },
      imports: { '#hs256': { node: './dist/token/hs256/node.js', default: './dist/token/hs256/web.js' } },
      dependencies: { jose: '1', zod: '1' },
    }),
  ],
  ['packages/express/package.json', library('express', [CORE], ['express'])],
  ['packages/koa/package.json', library('koa', [CORE], ['koa'])],
  ['packages/next/package.json', library('next', [CORE], ['next'])],
  ['packages/mirror/package.json', library('mirror', [CORE])],
  ['packages/redis/package.json', library('redis', [CORE, '@stream-token/mirror'], ['redis'])],
  ['packages/sqlite/package.json', library('sqlite', [CORE, '@stream-token/mirror'], ['@libsql/client'])],
  ['packages/postgres/package.json', library('postgres', [CORE], ['pg'])],
  ['packages/client/package.json', library('client')],
  ['packages/emulator/package.json', library('emulator', [CORE, 'ws'])],
  ['packages/conformance/package.json', library('conformance', [CORE], ['vitest'])],
  ['packages/cli/package.json', library('cli', [CORE, '@stream-token/emulator'])],
  ['packages/e2e/package.json', manifest('@stream-token/e2e', { devDependencies: { 'express-chat': '1' } })],
  ['bench/package.json', manifest('bench')],
  ['apps/web/package.json', manifest('web')],
  ['apps/express-chat/package.json', manifest('express-chat', { dependencies: { web: '1', express: '1' } })],
  ['apps/express-chat/src/main.ts', `import express from 'express'\nexpress(process.env.PORT, Date.now())`],
  ['packages/e2e/test/all.test.ts', `import '@stream-token/core'\nimport 'express-chat'`],
  [
    'packages/core/test/verify.test.ts',
    `import { it } from 'vitest'\nimport '../src/token/verify.js'\nimport '../../conformance/vectors/tokens.json'`,
  ],
  ['packages/express/test/mount.test.ts', `import '@stream-token/core'\nimport '@stream-token/conformance'`],
  ...Object.entries(sources).flatMap(([path, source]) => module(`packages/${path}`, source)),
])

import { MOST_FILES_BESIDE_ROOMS, MOST_FILES_IN_ROOM, rooms } from '../../src/arrows/rooms.js'
import { healthy, module } from './healthy.js'

/** A fault planted in the healthy workspace: the rule, the file, and what that file becomes. */
export interface Planted {
  readonly fault: string
  readonly rule: string
  readonly path: string
  readonly files: readonly (readonly [string, string])[]
}

const CORE = '@stream-token/core'

/** Adds a line to a source, and so to its JavaScript and declarations. */
const line = (fault: string, path: string, text: string, rule = 'arrow'): Planted => {
  const full = `packages/${path}`
  return { fault, rule, path: full, files: module(full, `${text}\n${healthy.get(full) ?? ''}`) }
}

/** Adds a file that is not compiled. */
const file = (fault: string, path: string, text: string, rule = 'arrow'): Planted => ({
  fault,
  rule,
  path,
  files: [[path, text]],
})

/** Changes a manifest. */
const manifest = (fault: string, path: string, changes: object): Planted =>
  file(
    fault,
    `${path}/package.json`,
    JSON.stringify({ ...JSON.parse(healthy.get(`${path}/package.json`) ?? '{}'), ...changes }),
    'manifest',
  )

/** For each room but the topmost, a module that imports from the room above it; from the topmost, one that imports the entry. */
const upward = rooms.map((room, at): Planted => {
  const path = `packages/core/src/${room}/stray.ts`
  const above = rooms[at - 1]
  const target = above === undefined ? '../index.js' : `../${above}/target.js`
  return {
    fault: `${room} imports from ${above ?? 'the entry above the rooms'}`,
    rule: 'room',
    path,
    files: [
      ...module(path, `import type { target } from '${target}'`),
      ...(above === undefined
        ? []
        : module(`packages/core/src/${above}/target.ts`, 'export const target = 1')),
    ],
  }
})

/** More files than a folder of core may hold. */
const crowded = (fault: string, folder: string, most: number): Planted => ({
  fault,
  rule: 'room',
  path: `packages/core/src/${folder}`,
  files: Array.from({ length: most + 1 }, (_, n) =>
    module(`packages/core/src/${folder}f${n}.ts`, 'export {}'),
  ).flat(),
})

export const planted: readonly Planted[] = [
  line('core imports a third party', 'core/src/token/sign.ts', `import 'jsonwebtoken'`),
  line(
    'core imports another package',
    'core/src/token/sign.ts',
    `import type { start } from '@stream-token/emulator'`,
  ),
  line(
    'core imports node:crypto outside its Node engine',
    'core/src/token/verify.ts',
    `import type { Hmac } from 'node:crypto'`,
  ),
  line(
    'core imports Node in a type position',
    'core/src/token/verify.ts',
    `export type H = import('node:crypto').Hmac`,
  ),
  line('core names the types of Node', 'core/src/token/verify.ts', '/// <reference types="node" />'),
  line(
    'core declares a module of another package',
    'core/src/token/verify.ts',
    `declare module 'express' {}`,
  ),
  line('the Node engine imports other builtins', 'core/src/token/hs256/node.ts', `import 'node:fs'`),
  line(
    'core imports its Node subpath',
    'core/src/token/sign.ts',
    `import type { read } from '../node/index.js'`,
  ),
  line('core/node imports values of core', 'core/src/node/index.ts', `import '../token/hs256/web.js'`),
  line('core/node imports more values of core', 'core/src/node/index.ts', `import '../token/verify.js'`),
  line('core/node imports a third party', 'core/src/node/index.ts', `import 'jose'`),
  line('a file leaves its package', 'core/src/token/verify.ts', `import '../../../express/src/index.js'`),
  line('a source imports a test', 'core/src/token/verify.ts', `import '../../test/verify.test.js'`),
  line('a private import is not in the manifest', 'core/src/token/verify.ts', `import '#other'`),
  line(
    'an import is computed',
    'core/src/token/verify.ts',
    'export const load = (name: string) => import(name)',
  ),
  line('an import is required', 'core/src/token/verify.ts', `export const load = () => require('jose')`),
  line(
    'core imports a deep path of its own package',
    'core/src/token/verify.ts',
    `import '${CORE}/dist/sign.js'`,
  ),

  line(
    'express imports another adapter',
    'express/src/index.ts',
    `import type { provider as koa } from '@stream-token/koa'`,
  ),
  line('express imports a deep path of core', 'express/src/index.ts', `import '${CORE}/dist/sign.js'`),
  line('express runs a builtin', 'express/src/index.ts', `import 'node:http'`),
  line('express takes jose', 'express/src/index.ts', `import 'jose'`),
  line('koa imports express', 'koa/src/index.ts', `import 'express'`),
  line('koa imports another adapter', 'koa/src/index.ts', `import '@stream-token/next'`),
  line('next names its framework', 'next/src/index.ts', `import type { NextRequest } from 'next/server'`),
  line('the App entry names Node', 'next/src/index.ts', `import type { ServerResponse } from 'node:http'`),
  line('the App entry takes core/node', 'next/src/index.ts', `import type { read } from '${CORE}/node'`),
  line('the App entry takes the Pages entry', 'next/src/index.ts', `import type { pages } from './pages.js'`),
  line('Pages takes another adapter', 'next/src/pages.ts', `import '@stream-token/express'`),
  line('redis runs core', 'redis/src/index.ts', `import { sign } from '${CORE}'`),
  line('redis takes another client', 'redis/src/index.ts', `import 'ioredis'`),
  line('sqlite runs core', 'sqlite/src/index.ts', `import '${CORE}'`),
  line('sqlite takes another driver', 'sqlite/src/index.ts', `import 'better-sqlite3'`),
  line('postgres runs core', 'postgres/src/index.ts', `import '${CORE}'`),
  line('postgres takes another store', 'postgres/src/index.ts', `import '@stream-token/redis'`),
  line('client imports core', 'client/src/index.ts', `import type { Store } from '${CORE}'`),
  line('client imports React outside its subpath', 'client/src/index.ts', `import 'react'`),
  line('client/react imports core', 'client/src/react.ts', `import '${CORE}'`),
  line('emulator imports an adapter', 'emulator/src/index.ts', `import '@stream-token/express'`),
  line('emulator imports a client of Stream', 'emulator/src/index.ts', `import 'stream-chat'`),
  line('conformance imports an adapter', 'conformance/src/index.ts', `import '@stream-token/express'`),
  line('conformance imports the emulator', 'conformance/src/index.ts', `import '@stream-token/emulator'`),
  line('cli imports an adapter', 'cli/src/index.ts', `import '@stream-token/express'`),
  line('a library imports the end-to-end tests', 'emulator/src/index.ts', `import '@stream-token/e2e'`),
  line('a library imports a demo', 'cli/src/index.ts', `import 'express-chat'`),
  line('a library imports the benchmarks', 'cli/src/index.ts', `import 'bench'`),
  file(
    'a test imports the end-to-end tests',
    'packages/express/test/x.test.ts',
    `import '@stream-token/e2e'`,
  ),
  file(
    'a test imports the end-to-end tests by path',
    'packages/express/test/x.test.ts',
    `import '../../e2e/src/real-parts.js'`,
  ),
  file(
    'a test of core imports another package',
    'packages/core/test/x.test.ts',
    `import '@stream-token/conformance'`,
  ),
  file(
    'a test of core reads a source of another package',
    'packages/core/test/x.test.ts',
    `import '../../conformance/src/index.js'`,
  ),
  file('only the built JavaScript strays', 'packages/redis/dist/index.js', `import '${CORE}'`),
  file(
    'only the declarations stray',
    'packages/express/dist/index.d.ts',
    `export type K = import('koa').Context`,
  ),

  manifest('core depends on a third package', 'packages/core', {
    dependencies: { jose: '1', zod: '1', ws: '1' },
  }),
  manifest('core loses a dependency', 'packages/core', { dependencies: { jose: '1' } }),
  manifest('the tests of core lean on a package', 'packages/core', {
    devDependencies: { '@stream-token/emulator': '1' },
  }),
  manifest('client depends on something', 'packages/client', { dependencies: { jose: '1' } }),
  manifest('an adapter depends on another', 'packages/koa', {
    dependencies: { [CORE]: '1', '@stream-token/express': '1' },
  }),
  manifest('an adapter brings its framework', 'packages/express', {
    dependencies: { [CORE]: '1', express: '1' },
  }),
  manifest('a store depends on another driver', 'packages/redis', { peerDependencies: { ioredis: '1' } }),
  manifest('a library depends on the end-to-end tests', 'packages/emulator', {
    devDependencies: { '@stream-token/e2e': '1' },
  }),
  manifest('a demo depends on the benchmarks', 'apps/express-chat', { dependencies: { bench: '1' } }),
  file(
    'a package has no arrow',
    'packages/extra/package.json',
    '{ "name": "@stream-token/extra" }',
    'manifest',
  ),

  line('verify reaches sign', 'core/src/token/verify.ts', `import './sign.js'`, 'reach'),
  {
    fault: 'verify reaches sign over another file',
    rule: 'reach',
    path: 'packages/core/dist/token/verify.js',
    files: [
      ...module('packages/core/src/token/verify.ts', `import './claims.js'`),
      ...module('packages/core/src/token/claims.ts', `export * from './sign.js'`),
    ],
  },
  {
    ...line('two files import each other', 'core/src/token/sign.ts', `import '../index.js'`, 'cycle'),
    path: 'packages/core/src/index.ts',
  },
  line(
    'two files need each other for types',
    'core/src/token/hs256/engine.ts',
    `import type { read } from '../../node/index.js'`,
    'cycle',
  ),
  file('a source is not built', 'packages/core/src/x.ts', 'export const x = 1', 'unbuilt'),

  line(
    'a second file of core reads the environment',
    'core/src/token/sign.ts',
    'export const e = process.env',
    'global',
  ),
  line(
    'the environment is read by name',
    'emulator/src/index.ts',
    `export const e = process['env']`,
    'global',
  ),
  line(
    'the environment is destructured',
    'emulator/src/index.ts',
    'export const { env } = process',
    'global',
  ),
  line(
    'the environment is reached over globalThis',
    'express/src/index.ts',
    'export const e = globalThis.process?.env',
    'global',
  ),
  line(
    'the environment is imported',
    'emulator/src/index.ts',
    `import { env } from 'node:process'`,
    'global',
  ),
  line(
    'the bundler hands over the environment',
    'client/src/index.ts',
    'export const e = import.meta.env',
    'global',
  ),
  line(
    'a second file of core reads the clock',
    'core/src/token/sign.ts',
    'export const n = Date.now()',
    'global',
  ),
  line('the clock is read as a date', 'emulator/src/index.ts', 'export const n = new Date()', 'global'),
  line('the clock is taken along', 'conformance/src/index.ts', 'export const { now } = Date', 'global'),

  ...upward,
  file('a folder of core is not a room', 'packages/core/src/helpers/x.ts', 'export const x = 1', 'room'),
  crowded('a room has too many files', 'token/', MOST_FILES_IN_ROOM),
  crowded('too many files stand beside the rooms', '', MOST_FILES_BESIDE_ROOMS),
]

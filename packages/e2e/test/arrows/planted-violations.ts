import { MAX_FILES_IN_ROOM, MAX_FILES_OUTSIDE_ROOMS, rooms } from '../../src/arrows/rooms.js'
import { healthy, module } from './healthy.js'

/** A violation planted in the healthy workspace: the violated rule, the file, and the changed files. */
export interface PlantedViolation {
  readonly violation: string
  readonly rule: string
  readonly path: string
  readonly files: readonly (readonly [string, string])[]
}

const CORE = '@stream-token/core'

/** Adds a line to a source, and to its built JavaScript and declarations. */
const line = (violation: string, path: string, text: string, rule = 'arrow'): PlantedViolation => {
  const full = `packages/${path}`
  return { violation, rule, path: full, files: module(full, `${text}\n${healthy.get(full) ?? ''}`) }
}

/** Adds a file that is not compiled. */
const file = (violation: string, path: string, text: string, rule = 'arrow'): PlantedViolation => ({
  violation,
  rule,
  path,
  files: [[path, text]],
})

/** Changes a manifest. */
const manifest = (violation: string, path: string, changes: object): PlantedViolation =>
  file(
    violation,
    `${path}/package.json`,
    JSON.stringify({ ...JSON.parse(healthy.get(`${path}/package.json`) ?? '{}'), ...changes }),
    'manifest',
  )

/** For each room, a module that imports from the room above it; for the topmost room, one that imports the entry. */
const upward = rooms.map((room, at): PlantedViolation => {
  const path = `packages/core/src/${room}/stray.ts`
  const above = rooms[at - 1]
  const target = above === undefined ? '../index.js' : `../${above}/target.js`
  return {
    violation: `${room} imports from ${above ?? 'the entry above the rooms'}`,
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

/** Adds more files to a folder of core than it may contain. */
const crowded = (violation: string, folder: string, most: number): PlantedViolation => ({
  violation,
  rule: 'room',
  path: `packages/core/src/${folder}`,
  files: Array.from({ length: most + 1 }, (_, n) =>
    module(`packages/core/src/${folder}f${n}.ts`, 'export {}'),
  ).flat(),
})

export const plantedViolations: readonly PlantedViolation[] = [
  line('core imports another third-party package', 'core/src/token/sign.ts', `import 'jsonwebtoken'`),
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
  line('core references the types of Node', 'core/src/token/verify.ts', '/// <reference types="node" />'),
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
  line('core/node imports a value of core', 'core/src/node/index.ts', `import '../token/hs256/web.js'`),
  line('core/node imports another value of core', 'core/src/node/index.ts', `import '../token/verify.js'`),
  line('core/node imports a third-party package', 'core/src/node/index.ts', `import 'jose'`),
  line(
    'a file imports a file of another package by path',
    'core/src/token/verify.ts',
    `import '../../../express/src/index.js'`,
  ),
  line('a source imports a test', 'core/src/token/verify.ts', `import '../../test/verify.test.js'`),
  line('a private import is not in the manifest', 'core/src/token/verify.ts', `import '#other'`),
  line(
    'an import is computed',
    'core/src/token/verify.ts',
    'export const load = (name: string) => import(name)',
  ),
  line('a source calls require()', 'core/src/token/verify.ts', `export const load = () => require('jose')`),
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
  line('express imports a builtin at run time', 'express/src/index.ts', `import 'node:http'`),
  line('express imports jose', 'express/src/index.ts', `import 'jose'`),
  line('koa imports express', 'koa/src/index.ts', `import 'express'`),
  line('koa imports another adapter', 'koa/src/index.ts', `import '@stream-token/next'`),
  line('next imports its framework', 'next/src/index.ts', `import type { NextRequest } from 'next/server'`),
  line(
    'the App entry imports a type of Node',
    'next/src/index.ts',
    `import type { ServerResponse } from 'node:http'`,
  ),
  line('the App entry imports core/node', 'next/src/index.ts', `import type { read } from '${CORE}/node'`),
  line(
    'the App entry imports the Pages entry',
    'next/src/index.ts',
    `import type { pages } from './pages.js'`,
  ),
  line('the Pages entry imports another adapter', 'next/src/pages.ts', `import '@stream-token/express'`),
  line('mirror imports a value of core', 'mirror/src/index.ts', `import { sign } from '${CORE}'`),
  line('mirror imports a driver', 'mirror/src/index.ts', `import 'redis'`),
  line('redis imports a value of core', 'redis/src/index.ts', `import { sign } from '${CORE}'`),
  line('redis imports another client', 'redis/src/index.ts', `import 'ioredis'`),
  line('sqlite imports a value of core', 'sqlite/src/index.ts', `import '${CORE}'`),
  line('sqlite imports another driver', 'sqlite/src/index.ts', `import 'better-sqlite3'`),
  line('postgres imports a value of core', 'postgres/src/index.ts', `import '${CORE}'`),
  line('postgres imports another store', 'postgres/src/index.ts', `import '@stream-token/redis'`),
  line('client imports core', 'client/src/index.ts', `import type { Store } from '${CORE}'`),
  line('client imports React outside its subpath', 'client/src/index.ts', `import 'react'`),
  line('client/react imports core', 'client/src/react.ts', `import '${CORE}'`),
  line('emulator imports an adapter', 'emulator/src/index.ts', `import '@stream-token/express'`),
  line('emulator imports a Stream client', 'emulator/src/index.ts', `import 'stream-chat'`),
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
  file(
    'only the built JavaScript has a forbidden import',
    'packages/redis/dist/index.js',
    `import '${CORE}'`,
  ),
  file(
    'only the declarations have a forbidden import',
    'packages/express/dist/index.d.ts',
    `export type K = import('koa').Context`,
  ),

  manifest('core has a third dependency', 'packages/core', {
    dependencies: { jose: '1', zod: '1', ws: '1' },
  }),
  manifest('core lacks a dependency', 'packages/core', { dependencies: { jose: '1' } }),
  manifest('the tests of core depend on another package', 'packages/core', {
    devDependencies: { '@stream-token/emulator': '1' },
  }),
  manifest('client has a dependency', 'packages/client', { dependencies: { jose: '1' } }),
  manifest('an adapter depends on another adapter', 'packages/koa', {
    dependencies: { [CORE]: '1', '@stream-token/express': '1' },
  }),
  manifest('an adapter has its framework as a dependency', 'packages/express', {
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

  line('verify imports sign', 'core/src/token/verify.ts', `import './sign.js'`, 'reach'),
  {
    violation: 'verify imports sign through another file',
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
    'two files import types from each other',
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
    'a second file of the emulator reads the environment',
    'emulator/src/index.ts',
    'export const e = process.env',
    'global',
  ),
  line(
    'the environment is read by name',
    'conformance/src/index.ts',
    `export const e = process['env']`,
    'global',
  ),
  line(
    'the environment is destructured',
    'conformance/src/index.ts',
    'export const { env } = process',
    'global',
  ),
  line(
    'the environment is read through globalThis',
    'express/src/index.ts',
    'export const e = globalThis.process?.env',
    'global',
  ),
  line(
    'the environment is imported',
    'conformance/src/index.ts',
    `import { env } from 'node:process'`,
    'global',
  ),
  line(
    'the environment is read from import.meta',
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
  line('the clock is destructured', 'conformance/src/index.ts', 'export const { now } = Date', 'global'),

  ...upward,
  file('a folder of core is not a room', 'packages/core/src/helpers/x.ts', 'export const x = 1', 'room'),
  crowded('a room has too many files', 'token/', MAX_FILES_IN_ROOM),
  crowded('too many files are outside the rooms', '', MAX_FILES_OUTSIDE_ROOMS),
]

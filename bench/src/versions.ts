import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const PACKAGES = [
  'stream-chat',
  '@stream-io/node-sdk',
  'jsonwebtoken',
  'fast-jwt',
  'jose',
  'express',
  'koa',
  'next',
  'undici',
  'redis',
  '@libsql/client',
]

/** Lists the versions of Node, OpenSSL and every measured package. */
export function versions(): string {
  const { node, openssl } = process.versions
  return [`Node ${node} (OpenSSL ${openssl})`, ...PACKAGES.map(name => `${name} ${versionOf(name)}`)].join(
    ', ',
  )
}

/** Reads the manifest from the package's folder: not every package exports it. */
function versionOf(name: string): string {
  const require = createRequire(import.meta.url)
  const folders = require.resolve.paths(name) ?? []
  const file = folders.map(folder => join(folder, name, 'package.json')).find(existsSync)
  if (file === undefined) throw new Error(`${name} is not installed.`)
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}

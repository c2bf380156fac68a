import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { shell } from './run.mjs'

const readJson = path => JSON.parse(readFileSync(path, 'utf8'))

/** Parses `pnpm@<version>+sha512.<hex>`. The hash is required. */
export function parsePin(packageManager) {
  const match = /^pnpm@(\d+\.\d+\.\d+)\+sha512\.([0-9a-f]{128})$/.exec(packageManager ?? '')
  if (!match) throw new Error('package.json: packageManager must be pnpm@<version>+sha512.<hex>')
  return { version: match[1], sha512: match[2] }
}

/** Installs the pinned pnpm into .tools/ once. Needs only npm: no corepack, no npx, no global install. */
export function installPnpm(root) {
  const { version, sha512 } = parsePin(readJson(join(root, 'package.json')).packageManager)
  const tools = join(root, '.tools')
  const installed = join(tools, 'node_modules', 'pnpm', 'package.json')
  if (!existsSync(installed) || readJson(installed).version !== version) {
    rmSync(tools, { recursive: true, force: true })
    mkdirSync(tools)
    const npm = args =>
      execFileSync('npm', args, { cwd: tools, stdio: ['ignore', 'ignore', 'inherit'], shell })
    npm(['pack', `pnpm@${version}`, '--loglevel=error'])
    const tarball = join(tools, `pnpm-${version}.tgz`)
    const found = createHash('sha512').update(readFileSync(tarball)).digest('hex')
    if (found !== sha512)
      throw new Error(
        `pnpm ${version} from the registry does not match the pinned hash (found sha512 ${found})`,
      )
    npm([
      'install',
      '--prefix',
      '.',
      '--no-save',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      tarball,
    ])
    rmSync(tarball)
  }
  return join(tools, 'node_modules', '.bin')
}

/** The environment of every step. It sets PATH because turbo, publint and attw spawn `pnpm` themselves. */
export function environment(root) {
  return {
    ...process.env,
    PATH: [installPnpm(root), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    npm_config_update_notifier: 'false',
    TURBO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
  }
}

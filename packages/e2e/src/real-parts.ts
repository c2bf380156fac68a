import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What .ci/run fetches beside the system's own programs. */
const RUNTIMES = fileURLToPath(new URL('../../../.ci/runtimes/node_modules', import.meta.url))

/**
 * Finds a program that a test needs as it really is. Where it is missing the test skips itself, aloud; in CI that is
 * an error instead, since a run that skips what it is for proves nothing.
 *
 * @param names - The program's names, the first found counts.
 * @param env - Where to look (`PATH`) and whether this is CI.
 * @param fetched - The program's own path, where it may have been fetched to; it goes before those of `PATH`.
 */
export function realPart(
  names: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
  fetched: readonly string[] = [],
): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  const paths = names.flatMap(name => folders.map(folder => join(folder, name)))
  const found = [...fetched, ...paths].find(isProgram)
  if (found) return found
  const message = `${names.join(' or ')} is not installed`
  if (env.CI === 'true') throw new Error(`${message}: .ci/run installs it`)
  console.warn(`\n*** ${message}: its tests are skipped ***\n`)
  return undefined
}

/** A Chromium to drive with playwright-core. */
export const chromiumPath = (): string | undefined =>
  realPart(['chromium', 'chromium-browser', 'google-chrome'])

/** A real Redis server to start on a port of one's own. */
export const redisServerPath = (): string | undefined => realPart(['redis-server'])

/** Where none were fetched, which only 64-bit Linux can, their tests skip themselves in CI too. */
function runtime(name: string, path: string): string | undefined {
  const { CI: _ci, ...elsewhere } = process.env
  return realPart([name], existsSync(RUNTIMES) ? process.env : elsewhere, [join(RUNTIMES, path)])
}

/** Bun, to serve with. */
export const bunPath = (): string | undefined => runtime('bun', '@oven/bun-linux-x64-baseline/bin/bun')

/** Deno, to serve with. */
export const denoPath = (): string | undefined => runtime('deno', '@deno/linux-x64-glibc/deno')

/** The runtime of Cloudflare Workers. */
export const workerdPath = (): string | undefined =>
  runtime('workerd', '@cloudflare/workerd-linux-64/bin/workerd')

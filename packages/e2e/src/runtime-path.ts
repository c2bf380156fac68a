import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder where .ci/run installs the runtimes. Their packages are for 64-bit Linux. */
const FETCHED = fileURLToPath(new URL('../../../.ci/runtimes/node_modules', import.meta.url))

const PROGRAMS = {
  bun: '@oven/bun-linux-x64-baseline/bin/bun',
  deno: '@deno/linux-x64-glibc/deno',
  workerd: '@cloudflare/workerd-linux-64/bin/workerd',
} as const

/**
 * Finds the pinned version of a runtime other than Node. Ignores other installed versions, because a runtime's own
 * responses depend on its version. Without fetched runtimes, prints a warning and returns undefined: the test is skipped.
 */
export function runtimePath(name: keyof typeof PROGRAMS, folder: string = FETCHED): string | undefined {
  if (!existsSync(folder)) {
    console.warn(`\n*** ${name} is not installed (cd .ci/runtimes && npm ci): its tests are skipped ***\n`)
    return undefined
  }
  const path = join(folder, PROGRAMS[name])
  accessSync(path, constants.X_OK)
  return path
}

import { accessSync, constants, existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where .ci/run fetches the runtimes to; their packages are for 64-bit Linux. */
const FETCHED = fileURLToPath(new URL('../../../.ci/runtimes/node_modules', import.meta.url))

const PROGRAMS = {
  bun: '@oven/bun-linux-x64-baseline/bin/bun',
  deno: '@deno/linux-x64-glibc/deno',
  workerd: '@cloudflare/workerd-linux-64/bin/workerd',
} as const

/**
 * Finds a runtime other than Node, in the version that is pinned: what a runtime answers by itself is its version's own, and
 * one that happens to be installed is none to judge by. Where none were fetched the test skips itself, aloud.
 */
export function runtimePath(name: keyof typeof PROGRAMS, folder: string = FETCHED): string | undefined {
  if (!existsSync(folder)) {
    console.warn(`\n*** ${name} is not there (cd .ci/runtimes && npm ci): its tests are skipped ***\n`)
    return undefined
  }
  const path = join(folder, PROGRAMS[name])
  accessSync(path, constants.X_OK)
  return path
}

import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The Node majors beside the one at hand that the tests run on; `.ci/runtimes` pins which of each. */
export const NODES = [22, 24, 26]

/** The environment in which `node` is that major, for turbo, pnpm, vitest and whatever tests start. */
export function withNode(root, env, node) {
  const bin = join(root, '.ci', 'runtimes', 'node_modules', `node${node}`, 'bin')
  if (!existsSync(join(bin, 'node'))) {
    throw new Error(`There is no Node ${node} in .ci/runtimes: cd .ci/runtimes && npm ci (64-bit Linux)`)
  }
  return { ...env, PATH: [bin, env.PATH].join(delimiter) }
}

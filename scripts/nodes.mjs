import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The Node majors that the tests also run on. `.ci/runtimes` pins the exact versions. */
export const NODES = [22, 24, 26]

/** An environment in which `node` is that major, also for the processes that tests start. `OTHER_NODE` names it. */
export function withNode(root, env, node) {
  const bin = join(root, '.ci', 'runtimes', 'node_modules', `node${node}`, 'bin')
  if (!existsSync(join(bin, 'node'))) {
    throw new Error(`There is no Node ${node} in .ci/runtimes: cd .ci/runtimes && npm ci (64-bit Linux)`)
  }
  return { ...env, PATH: [bin, env.PATH].join(delimiter), OTHER_NODE: String(node) }
}

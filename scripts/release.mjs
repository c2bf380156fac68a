import { execFileSync } from 'node:child_process'
import { shell } from './run.mjs'
import { sequence } from './sequence.mjs'

const OLDEST = [11, 5, 1]

/** Reports an npm that has no trusted publishing, where the environment offers an identity token to publish with. */
export function npmProblem(version, env) {
  if (!env.ACTIONS_ID_TOKEN_REQUEST_URL) return undefined
  const parts = version.split('.').map(part => Number.parseInt(part, 10))
  const at = OLDEST.findIndex((oldest, index) => parts[index] !== oldest)
  return at === -1 || parts[at] > OLDEST[at]
    ? undefined
    : `npm ${version} has no trusted publishing: npm ${OLDEST.join('.')} or newer is needed`
}

const published = ['--filter=./packages/*', '--filter=!@stream-token/e2e']
const commands = [
  ['pnpm', 'install', '--frozen-lockfile'],
  ['node', 'scripts/manifests.mjs', '--publish'],
  ['turbo', 'run', 'build', 'lint:package', '--output-logs=errors-only', ...published],
  ['changeset', 'publish'],
]

/**
 * Builds and checks the packages, and publishes the versions that npm does not have yet. A second run completes one that
 * failed. Resolves with the exit code.
 */
export async function release(root, env) {
  const problem = npmProblem(execFileSync('npm', ['--version'], { env, encoding: 'utf8', shell }).trim(), env)
  if (problem === undefined) return sequence(commands, { cwd: root, env })
  console.error(problem)
  return 1
}

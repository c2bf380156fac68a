import { count, failuresIn, forget, testFolders } from './counts.mjs'
import { NODES, withNode } from './nodes.mjs'
import { run } from './run.mjs'

const turboIn =
  lanes =>
  (task, logs, ...args) => ['turbo', 'run', task, `--concurrency=${lanes}`, `--output-logs=${logs}`, ...args]

/** Two tasks at a time: enough for a machine with two processors. */
const turbo = turboIn(2)

const LONGEST = '@stream-token/e2e'

/**
 * Runs a task in two lanes, each in a turbo run of its own. In one run, turbo would start the longest tests last, because
 * of their dependencies, and then one processor would be idle.
 */
const lanes = (task, ...args) => {
  const lane = filter => turboIn(1)(task, 'full', '--continue', `--filter=${filter}`, ...args)
  return { argv: lane(LONGEST), parallel: lane(`!${LONGEST}`), counted: task }
}

const install = { name: 'install', argv: ['pnpm', 'install', '--frozen-lockfile'], required: true }
const build = { name: 'build', argv: turbo('build', 'errors-only'), required: true }

/** Forces the tests to run: turbo's cache does not know which Node produced a result. */
const testsOn = node => ({
  name: `tests on Node ${node}`,
  ...lanes('test', '--only', '--force'),
  node,
})

/** The steps of each command, in order. If a `required` step fails, the rest does not run. */
const plans = {
  test: [
    install,
    { name: 'format and lint', argv: ['biome', 'ci', '.'] },
    { name: 'unused code', argv: ['knip'] },
    { name: 'words', argv: ['node', 'scripts/check-words.mjs'] },
    { name: 'links', argv: ['node', 'scripts/check-links.mjs'] },
    { name: 'manifests', argv: ['node', 'scripts/manifests.mjs'] },
    { name: 'workflows', argv: ['node', 'scripts/check-workflows.mjs'] },
    build,
    { name: 'types', argv: turbo('typecheck', 'errors-only', '--continue') },
    { name: 'packages', argv: turbo('lint:package', 'errors-only', '--continue') },
    { name: 'examples', argv: ['node', 'scripts/compile-examples.mjs'] },
    { name: 'tests', ...lanes('test') },
  ],
  'test:full': [
    install,
    build,
    { name: 'older compilers', argv: ['node', 'scripts/compile-examples.mjs', '--compilers'] },
    { name: 'outside projects', argv: ['node', 'scripts/outside.mjs'] },
    { name: 'whole counts', ...lanes('test:full') },
  ],
  'test:nodes': [install, build, ...NODES.map(testsOn)],
}

/** How many failed tests the summary names. */
const MAX_FAILURES = 40

const seconds = since => ((performance.now() - since) / 1000).toFixed(1).padStart(6)

function add(totals, counts) {
  for (const key of Object.keys(totals)) totals[key] += counts[key]
}

/** Runs a plan, prints the duration of each step and the totals of the tests. Resolves with the exit code. */
export async function check(root, env, command) {
  const started = performance.now()
  const lines = []
  const failures = []
  const totals = { passed: 0, failed: 0, skipped: 0 }
  let failed = false
  for (const { name, argv, parallel, required, counted, node } of plans[command]) {
    const programs = parallel ? [argv, parallel] : [argv]
    for (const each of programs) console.log(`\n==> ${name}: ${each.join(' ')}`)
    const since = performance.now()
    const folders = counted ? testFolders(root, counted) : []
    forget(root, folders)
    const options = { cwd: root, env: node ? withNode(root, env, node) : env }
    const codes = await Promise.all(programs.map(([program, ...args]) => run(program, args, options)))
    const code = Math.max(...codes)
    lines.push(`${seconds(since)} s  ${name}${code === 0 ? '' : '  FAILED'}`)
    if (counted) {
      add(totals, count(root, folders))
      failures.push(...failuresIn(root, folders).map(line => (node ? `Node ${node}: ${line}` : line)))
    }
    failed ||= code !== 0 || totals.failed > 0
    if (code !== 0 && required) break
  }
  // At the end, because a record of a run may keep only its end.
  if (failures.length > 0) console.log(`\nFailed:\n${failures.slice(0, MAX_FAILURES).join('\n')}`)
  console.log(`\n${lines.join('\n')}\n${seconds(started)} s  total\n`)
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
  return failed || totals.passed === 0 ? 1 : 0
}

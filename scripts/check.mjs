import { count, forget, testFolders } from './counts.mjs'
import { NODES, withNode } from './nodes.mjs'
import { run } from './run.mjs'

const turboIn =
  lanes =>
  (task, logs, ...args) => ['turbo', 'run', task, `--concurrency=${lanes}`, `--output-logs=${logs}`, ...args]

/** Two tasks at a time: the machine need not have more processors. */
const turbo = turboIn(2)

/** By what they depend on, the longest tests come last; in a lane of their own they begin with the others. */
const LONGEST = '@stream-token/e2e'
const testLane = filter => turboIn(1)('test', 'full', '--continue', `--filter=${filter}`)

const install = { name: 'install', argv: ['pnpm', 'install', '--frozen-lockfile'], required: true }
const build = { name: 'build', argv: turbo('build', 'errors-only'), required: true }

/** What the tests print and leave is the Node's that runs them, so nothing kept from another may stand in for it. */
const testsOn = node => ({
  name: `tests on Node ${node}`,
  argv: turbo('test', 'full', '--only', '--force', '--continue'),
  counted: 'test',
  node,
})

/** The steps of each command, in order. After a failed `required` one nothing else can be judged. */
const plans = {
  test: [
    install,
    { name: 'format and lint', argv: ['biome', 'ci', '.'] },
    { name: 'unused code', argv: ['knip'] },
    build,
    { name: 'types', argv: turbo('typecheck', 'errors-only', '--continue') },
    { name: 'packages', argv: turbo('lint:package', 'errors-only', '--continue') },
    { name: 'examples', argv: ['node', 'scripts/compile-examples.mjs'] },
    { name: 'tests', argv: testLane(LONGEST), beside: testLane(`!${LONGEST}`), counted: 'test' },
  ],
  'test:full': [
    install,
    build,
    { name: 'older compilers', argv: ['node', 'scripts/compile-examples.mjs', '--compilers'] },
    {
      name: 'whole counts',
      argv: turbo('test:full', 'full', '--continue'),
      counted: 'test:full',
    },
  ],
  'test:nodes': [install, build, ...NODES.map(testsOn)],
}

const seconds = since => ((performance.now() - since) / 1000).toFixed(1).padStart(6)

function add(totals, counts) {
  for (const key of Object.keys(totals)) totals[key] += counts[key]
}

/** Runs a plan, says how long each step took and closes with the tests' counts. Resolves with the exit code. */
export async function check(root, env, command) {
  const started = performance.now()
  const lines = []
  const totals = { passed: 0, failed: 0, skipped: 0 }
  let failed = false
  for (const { name, argv, beside, required, counted, node } of plans[command]) {
    const programs = beside ? [argv, beside] : [argv]
    for (const each of programs) console.log(`\n==> ${name}: ${each.join(' ')}`)
    const since = performance.now()
    const folders = counted ? testFolders(root, counted) : []
    forget(root, folders)
    const options = { cwd: root, env: node ? withNode(root, env, node) : env }
    const codes = await Promise.all(programs.map(([program, ...args]) => run(program, args, options)))
    const code = Math.max(...codes)
    lines.push(`${seconds(since)} s  ${name}${code === 0 ? '' : '  FAILED'}`)
    if (counted) add(totals, count(root, folders))
    failed ||= code !== 0 || totals.failed > 0
    if (code !== 0 && required) break
  }
  console.log(`\n${lines.join('\n')}\n${seconds(started)} s  in all\n`)
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
  return failed || totals.passed === 0 ? 1 : 0
}

import { run } from './run.mjs'

// Runs the tests of the package in the current folder with whole counts. A script and not a variable before the command,
// which not every shell has.
const reporters = [
  '--reporter=default',
  '--reporter=json',
  '--outputFile.json=node_modules/.vitest/results.json',
]
process.exitCode = await run('vitest', ['run', ...reporters], { env: { ...process.env, TEST_FULL: '1' } })

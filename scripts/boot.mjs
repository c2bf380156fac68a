import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check } from './check.mjs'
import { environment } from './pnpm.mjs'
import { release } from './release.mjs'
import { run } from './run.mjs'
import { sequence } from './sequence.mjs'
import { demos, start } from './start.mjs'

// Runs before the packages are installed: these scripts may import only Node's own modules.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const command = process.argv[2] ?? ''

/** The tests that need no other program, so that they run on every system. */
const units = ['core', 'express', 'koa'].map(name => `--filter=@stream-token/${name}`)
const testUnits = [
  ['pnpm', 'install', '--frozen-lockfile'],
  ['turbo', 'run', 'test', '--output-logs=full', '--continue', ...units],
]

const commands = {
  setup: env => run('pnpm', ['install', '--frozen-lockfile'], { cwd: root, env }),
  test: env => check(root, env, 'test'),
  'test:full': env => check(root, env, 'test:full'),
  'test:nodes': env => check(root, env, 'test:nodes'),
  'test:units': env => sequence(testUnits, { cwd: root, env }),
  release: env => release(root, env),
  'rehearse-release': env =>
    run(process.execPath, ['scripts/rehearse-release.mjs', ...process.argv.slice(3)], { cwd: root, env }),
  ...Object.fromEntries(Object.entries(demos).map(([name, demo]) => [name, env => start(root, demo, env)])),
}

if (Object.hasOwn(commands, command)) {
  process.exitCode = await commands[command](environment(root))
} else {
  console.error(`usage: node scripts/boot.mjs ${Object.keys(commands).join('|')}`)
  process.exitCode = 2
}

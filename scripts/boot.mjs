import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { check } from './check.mjs'
import { environment } from './pnpm.mjs'
import { run } from './run.mjs'
import { demos, start } from './start.mjs'

// Runs before the packages are installed: these scripts may import only Node's own modules.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const command = process.argv[2] ?? ''
const commands = {
  setup: env => run('pnpm', ['install', '--frozen-lockfile'], { cwd: root, env }),
  test: env => check(root, env, 'test'),
  'test:full': env => check(root, env, 'test:full'),
  'test:nodes': env => check(root, env, 'test:nodes'),
  ...Object.fromEntries(Object.entries(demos).map(([name, demo]) => [name, env => start(root, demo, env)])),
}

if (Object.hasOwn(commands, command)) {
  process.exitCode = await commands[command](environment(root))
} else {
  console.error(`usage: node scripts/boot.mjs ${Object.keys(commands).join('|')}`)
  process.exitCode = 2
}

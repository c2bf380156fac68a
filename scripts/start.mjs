import { join } from 'node:path'
import { run } from './run.mjs'

/** The demo of each command: its folder below apps/ (also its package name) and the program that Node runs there. */
export const demos = {
  start: { app: 'express-chat', program: ['dist/main.js'] },
  'start:cluster': { app: 'express-chat', program: ['dist/cluster.js'] },
  'start:koa': { app: 'koa-chat', program: ['dist/main.js'] },
  'start:next': { app: 'next-chat', program: ['dist/main.js'] },
}

/** Installs and builds only what one demo needs, then runs it until it exits. */
export async function start(root, { app, program }, env) {
  const options = { cwd: root, env }
  // Not what its packages are tested with: that would also build conformance.
  const needed = ['--filter-prod', `${app}...`]
  const steps = [
    ['install', '--frozen-lockfile', '--prefer-offline', ...needed],
    [...needed, 'run', 'build'],
  ]
  for (const args of steps) {
    const code = await run('pnpm', args, options)
    if (code !== 0) return code
  }
  return run(process.execPath, program, { cwd: join(root, 'apps', app), env })
}

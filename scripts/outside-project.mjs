import { appendFileSync, closeSync, cpSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './run.mjs'

/** No command of these projects takes half as long, here or in CI. */
const LONGEST = 240_000

const QUIET = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']

/** The projects whose folders are below `folder`: what has a lock file is one, the other folders are shared. */
export function outsideProjects(folder) {
  return readdirSync(folder)
    .filter(name => existsSync(join(folder, name, 'package-lock.json')))
    .sort()
}

/** Where a project's files come from: `next-13` has what is in `next`, and then its own. */
export function foldersOf(name) {
  return [...new Set([name.replace(/-[\d.]+$/, ''), name])]
}

/** Runs programs that print into a file, so that nothing is shown unless one fails; a failure rejects. */
export function quietly(log) {
  return async (program, args, cwd) => {
    appendFileSync(log, `$ ${[program, ...args].join(' ')}\n`)
    const output = openSync(log, 'a')
    const shell = process.platform === 'win32' && program !== process.execPath
    try {
      const code = await run(program, args, {
        cwd,
        stdio: ['ignore', output, output],
        timeout: LONGEST,
        shell,
      })
      if (code !== 0) throw new Error(`it ended with ${code}`)
    } finally {
      closeSync(output)
    }
  }
}

/** What npm has installed in a project that is not ours, from its own record of it. */
function thirdParty(place) {
  const { packages } = JSON.parse(readFileSync(join(place, 'node_modules', '.package-lock.json'), 'utf8'))
  return Object.entries(packages)
    .filter(([path]) => !path.includes('@stream-token/'))
    .map(([path, { version }]) => `${path}@${version}`)
}

/** Lays a project out in `place` as a user has it, packages from the registry and ours as npm installs them, and runs it. */
export async function checkProject({ folder, name, place, tarballs, command }) {
  for (const each of foldersOf(name)) {
    if (existsSync(join(folder, each))) cpSync(join(folder, each), place, { recursive: true })
  }
  await command('npm', ['ci', ...QUIET], place)
  const locked = thirdParty(place)
  const { tarballs: own } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'))
  const files = own.map(each => `../tarballs/${tarballs.get(`@stream-token/${each}`)}`)
  // npm itself, so that it looks at the ranges of our dependencies and peers; all that they need must be there by now.
  await command('npm', ['install', '--no-save', ...QUIET, ...files], place)
  const added = thirdParty(place).filter(each => !locked.includes(each))
  if (added.length > 0)
    throw new Error(`its lock file does not hold what our packages need: ${added.join(', ')}`)
  await command('npm', ['run', 'check'], place)
}

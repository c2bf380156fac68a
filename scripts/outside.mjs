import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { checkAdapterOnly } from './adapter-only.mjs'
import { checkProject, outsideProjects, quietly } from './outside-project.mjs'
import { publishedPackages } from './packed-project.mjs'
import { pack } from './tarballs.mjs'

// Uses the packages as they would be published, from projects as users have them, each in a folder outside this
// repository: older compilers, CommonJS, Jest, Nest, earlier versions of Next. Names as arguments: those projects alone.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'scripts', 'outside')
const checks = new Map([
  ...outsideProjects(folder).map(name => [name, checkProject]),
  ['adapter-only', checkAdapterOnly],
])

/** Packs what is published; returns the tarballs' names by those of the packages. */
function packAll(destination) {
  mkdirSync(destination)
  const published = publishedPackages(root)
  return new Map(
    published.map(({ folder: each, manifest }) => [manifest.name, basename(pack(each, destination))]),
  )
}

/** Runs one project's check and prints a line; where it fails, what was run and what that printed. */
async function outside(home, name, tarballs) {
  const started = performance.now()
  const place = join(home, name)
  const log = `${place}.log`
  let failure
  try {
    mkdirSync(place)
    await checks.get(name)({ root, folder, name, place, tarballs, command: quietly(log) })
  } catch (error) {
    failure = error
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(6)
  console.log(`${seconds} s  ${name}${failure ? '  FAILED' : ''}`)
  if (failure)
    console.error(`\n${name}: ${failure.message}\n${readFileSync(log, { encoding: 'utf8', flag: 'a+' })}`)
  rmSync(place, { recursive: true, force: true, maxRetries: 3 })
  return failure === undefined
}

const { positionals } = parseArgs({ allowPositionals: true })
const unknown = positionals.filter(name => !checks.has(name))
if (unknown.length > 0) {
  console.error(`no such project: ${unknown.join(', ')}; there are ${[...checks.keys()].join(', ')}`)
  process.exit(2)
}
// What run() hands on ends a project's program; the next project must not begin then.
let stopped = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => (stopped = true))

const home = realpathSync(mkdtempSync(join(tmpdir(), 'stream-token-outside-')))
try {
  const tarballs = packAll(join(home, 'tarballs'))
  let passed = true
  for (const name of positionals.length > 0 ? positionals : checks.keys()) {
    if (!stopped) passed = (await outside(home, name, tarballs)) && passed
  }
  process.exitCode = passed && !stopped ? 0 : 1
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 3 })
}

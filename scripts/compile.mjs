import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

/** The compiler's errors in our own files. `sourceOf` returns where a file is in the repository, or undefined. */
function ownErrors(output, sourceOf) {
  return output.split('\n').flatMap(line => {
    const [, file, row, column, rest] = /^(\S+)\((\d+),(\d+)\): (.*)$/.exec(line) ?? []
    if (!file) return /^error /.test(line) ? [line] : []
    const source = sourceOf(file)
    return source ? [`${source}:${row}:${column} ${rest}`] : []
  })
}

/** Compiles the project in `folder`, and returns the errors in our own files. Those of third-party packages are left out. */
export function compile(folder, compiler, sourceOf) {
  const manifest = require.resolve(`${compiler}/package.json`)
  const { version, bin } = require(manifest)
  const tsc = join(dirname(manifest), bin.tsc)
  const { stdout, stderr, status, error } = spawnSync(
    process.execPath,
    [tsc, '-p', '.', '--pretty', 'false'],
    { cwd: folder, encoding: 'utf8' },
  )
  if (error) throw error
  // Compile errors exit with 1 or 2 and are printed; anything else means that tsc was killed or crashed.
  if (status === null || status > 2 || (status > 0 && stdout.trim() === ''))
    throw new Error(`tsc ${version} ended with ${status}:\n${stdout}${stderr}`)
  return ownErrors(stdout, sourceOf).map(message => `TypeScript ${version}: ${message}`)
}

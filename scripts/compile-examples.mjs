import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { allFences } from './fences.mjs'
import { loadPacked } from './load-packed.mjs'
import { createPackedProject } from './packed-project.mjs'

// Compiles every example of the READMEs, docs and sources against the packages as they would be published,
// with the strictest settings a user may have, and loads each packed entry point in Node. The compiler is this
// workspace's; with --compilers the oldest that users may have and the last one that was written in JavaScript too.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { values } = parseArgs({ options: { compilers: { type: 'boolean', default: false } } })
const compilers = values.compilers ? ['typescript5', 'typescript6', 'typescript'] : ['typescript']
const require = createRequire(import.meta.url)

const compilerOptions = {
  target: 'ES2023',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  module: 'nodenext',
  moduleDetection: 'force',
  jsx: 'react-jsx',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
}

/** Writes a fence to its own module, on the very lines it has in its document, and returns that module's path. */
function writeFence(project, fence, index) {
  const path = `examples/${index}.${fence.language}`
  writeFileSync(join(project, path), '\n'.repeat(fence.line - 1) + fence.code)
  return path
}

/** The compiler's complaints about our examples and declarations; those about other people's are not ours to mend. */
function complaints(output, sources) {
  return output.split('\n').flatMap(line => {
    const [, file, row, column, rest] = /^(\S+)\((\d+),(\d+)\): (.*)$/.exec(line) ?? []
    if (!file) return /^error /.test(line) ? [line] : []
    const source = sources.get(file) ?? (file.startsWith('node_modules/@stream-token/') ? file : undefined)
    return source ? [`${source}:${row}:${column} ${rest}`] : []
  })
}

/** Lays the examples out, and answers where each comes from. */
function writeExamples(project, fences) {
  mkdirSync(join(project, 'examples'))
  const sources = new Map(
    fences.map((fence, n) => [writeFence(project, fence, n), relative(root, fence.file)]),
  )
  copyFileSync(join(root, 'scripts', 'examples.d.ts'), join(project, 'examples.d.ts'))
  sources.set('examples.d.ts', 'scripts/examples.d.ts')
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['examples', 'examples.d.ts'] }),
  )
  return sources
}

function compile(project, sources, compiler) {
  const manifest = require.resolve(`${compiler}/package.json`)
  const { version, bin } = require(manifest)
  const tsc = join(dirname(manifest), bin.tsc)
  const { stdout, stderr, status, error } = spawnSync(
    process.execPath,
    [tsc, '-p', '.', '--pretty', 'false'],
    {
      cwd: project,
      encoding: 'utf8',
    },
  )
  if (error) throw error
  // Killed, or broken: with complaints it ends with 1 or 2, and tells them.
  if (status === null || status > 2 || (status > 0 && stdout.trim() === ''))
    throw new Error(`tsc ${version} ended with ${status}:\n${stdout}${stderr}`)
  return complaints(stdout, sources).map(fault => `TypeScript ${version}: ${fault}`)
}

const project = realpathSync(mkdtempSync(join(tmpdir(), 'stream-token-examples-')))
try {
  const fences = allFences(root)
  const manifests = createPackedProject(root, project)
  const sources = writeExamples(project, fences)
  const compiled = compilers.flatMap(compiler => compile(project, sources, compiler))
  const faults = [...compiled, ...loadPacked(project, manifests)]
  for (const fault of faults) console.error(fault)
  console.log(
    `${fences.length} examples compiled by ${compilers.length}, ${manifests.length} packages loaded, ${faults.length} faults`,
  )
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  rmSync(project, { recursive: true, force: true })
}

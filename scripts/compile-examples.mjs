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

// Compiles every example of the READMEs, docs and sources against the packages as they would be published, with
// strict compiler options, and loads each packed entry point in Node. Uses the workspace's compiler; --compilers adds
// the oldest supported one and the last one written in JavaScript.
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
  // Apps of Next resolve as bundlers do, and so write no extension here.
  paths: Object.fromEntries(
    ['headers', 'navigation', 'server'].map(name => [`next/${name}`, [`./node_modules/next/${name}.d.ts`]]),
  ),
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
}

/** Writes a fence to its own module, at the line numbers of its document, and returns the module's path. */
function writeFence(project, fence, index) {
  const path = `examples/${index}.${fence.language}`
  writeFileSync(join(project, path), '\n'.repeat(fence.line - 1) + fence.code)
  return path
}

/** The compiler's errors in our examples and declarations. Errors in third-party packages are left out. */
function ownErrors(output, sources) {
  return output.split('\n').flatMap(line => {
    const [, file, row, column, rest] = /^(\S+)\((\d+),(\d+)\): (.*)$/.exec(line) ?? []
    if (!file) return /^error /.test(line) ? [line] : []
    const source = sources.get(file) ?? (file.startsWith('node_modules/@stream-token/') ? file : undefined)
    return source ? [`${source}:${row}:${column} ${rest}`] : []
  })
}

/** Writes the examples to the project. Returns a map from each written file to its source. */
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
  // Compile errors exit with 1 or 2 and are printed; anything else means that tsc was killed or crashed.
  if (status === null || status > 2 || (status > 0 && stdout.trim() === ''))
    throw new Error(`tsc ${version} ended with ${status}:\n${stdout}${stderr}`)
  return ownErrors(stdout, sources).map(message => `TypeScript ${version}: ${message}`)
}

const project = realpathSync(mkdtempSync(join(tmpdir(), 'stream-token-examples-')))
try {
  const fences = allFences(root)
  const manifests = createPackedProject(root, project)
  const sources = writeExamples(project, fences)
  const compiled = compilers.flatMap(compiler => compile(project, sources, compiler))
  const errors = [...compiled, ...loadPacked(project, manifests)]
  for (const message of errors) console.error(message)
  console.log(
    `${fences.length} examples compiled (compilers: ${compilers.length}), ${manifests.length} packages loaded, ${errors.length} errors`,
  )
  process.exitCode = errors.length === 0 ? 0 : 1
} finally {
  rmSync(project, { recursive: true, force: true })
}

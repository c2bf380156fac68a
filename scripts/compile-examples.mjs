import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compile } from './compile.mjs'
import { compileExampleProjects, exampleProjects } from './example-projects.mjs'
import { allFences } from './fences.mjs'
import { loadPacked } from './load-packed.mjs'
import { createPackedProject } from './packed-project.mjs'

// Compiles every example of the READMEs, docs and sources, and the projects in examples/, against the packages as they
// would be published, and loads each packed entry point in Node. Uses the workspace's compiler; --compilers adds
// the oldest supported one and the last one written in JavaScript.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const { values } = parseArgs({ options: { compilers: { type: 'boolean', default: false } } })
const compilers = values.compilers ? ['typescript5', 'typescript6', 'typescript'] : ['typescript']

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

/** Where a file of the packed project is in the repository. Third-party packages are not. */
const sourceIn = sources => file =>
  sources.get(file) ?? (file.startsWith('node_modules/@stream-token/') ? file : undefined)

const project = realpathSync(mkdtempSync(join(tmpdir(), 'stream-token-examples-')))
try {
  const fences = allFences(root)
  const manifests = createPackedProject(root, project)
  const sources = writeExamples(project, fences)
  const compiled = compilers.flatMap(compiler => compile(project, compiler, sourceIn(sources)))
  const projects = exampleProjects(root)
  const errors = [...compiled, ...compileExampleProjects(root, project), ...loadPacked(project, manifests)]
  for (const message of errors) console.error(message)
  console.log(
    `${fences.length} examples (compilers: ${compilers.length}) and ${projects.length} projects compiled, ${manifests.length} packages loaded, ${errors.length} errors`,
  )
  process.exitCode = errors.length === 0 ? 0 : 1
} finally {
  rmSync(project, { recursive: true, force: true })
}

import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { markdownFences } from './fences.mjs'
import { link, linkThirdParty, publishedPackages } from './packed-project.mjs'
import { unpack } from './tarballs.mjs'

const ADAPTERS = ['express', 'koa', 'next']
const require = createRequire(import.meta.url)

const compilerOptions = {
  target: 'ES2023',
  lib: ['ES2023', 'DOM', 'DOM.Iterable'],
  module: 'nodenext',
  moduleDetection: 'force',
  jsx: 'react-jsx',
  types: ['node'],
  strict: true,
  // A type that only a package of the adapter's own can name has no place in the declarations of the app.
  declaration: true,
  // Declarations are checked where older compilers read them; those of others are not ours to fix.
  skipLibCheck: true,
  rootDir: '.',
  outDir: 'out',
}

/** Lays packages out as pnpm does: each sees what it declares, and the app what it has asked for. */
function isolated({ root, modules, tarballs }) {
  const homes = new Map()
  const packages = new Map(publishedPackages(root).map(entry => [entry.manifest.name, entry]))
  return function install(name) {
    if (homes.has(name)) return homes.get(name)
    const beside = join(modules, '.pnpm', name.replace('/', '+'), 'node_modules')
    const home = join(beside, name)
    homes.set(name, home)
    unpack(tarballs.get(name), home)
    const { dependencies = {} } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
    for (const each of Object.keys(dependencies)) {
      const own = packages.has(each)
      link(own ? install(each) : join(packages.get(name).folder, 'node_modules', each), join(beside, each))
    }
    return home
  }
}

/** Writes each example to a module of its own that is named for its place in the README, and lies on the same lines. */
function writeExamples(readme, examples) {
  mkdirSync(examples)
  for (const { line, language, code } of markdownFences(readFileSync(readme, 'utf8'))) {
    writeFileSync(join(examples, `line-${line}.${language}`), '\n'.repeat(line - 1) + code)
  }
}

/** Compiles an adapter's README, and loads the adapter, where nothing else of ours is installed. */
async function checkAdapter({ root, project, tarballs, command }, adapter) {
  const name = `@stream-token/${adapter}`
  const modules = join(project, 'node_modules')
  mkdirSync(modules, { recursive: true })
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  link(isolated({ root, modules, tarballs })(name), join(modules, name))
  const published = publishedPackages(root)
  const ownOfCore = published.find(({ manifest }) => manifest.name === '@stream-token/core').manifest
    .dependencies
  linkThirdParty(root, published, project, Object.keys(ownOfCore))
  if (existsSync(join(modules, '@stream-token/core')))
    throw new Error('the app sees core, which it has not installed')

  const examples = `README-of-${adapter}`
  writeExamples(join(root, 'packages', adapter, 'README.md'), join(project, examples))
  copyFileSync(join(root, 'scripts', 'examples.d.ts'), join(project, 'examples.d.ts'))
  const settings = { compilerOptions, include: [examples, 'examples.d.ts'] }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(settings))
  const manifest = require.resolve('typescript/package.json')
  const tsc = join(dirname(manifest), require(manifest).bin.tsc)
  await command(process.execPath, [tsc, '-p', '.', '--pretty', 'false'], project)
  const probe = `import('${name}').then(() => require('${name}'))`
  await command(process.execPath, ['-e', probe], project)
}

/** For each adapter a project that has installed it alone, so that its dependencies are out of the app's reach. */
export async function checkAdapterOnly({ root, place, tarballs, command }) {
  const paths = new Map([...tarballs].map(([name, file]) => [name, join(place, '..', 'tarballs', file)]))
  const failed = []
  for (const adapter of ADAPTERS) {
    try {
      await checkAdapter({ root, project: join(place, adapter), tarballs: paths, command }, adapter)
    } catch (error) {
      failed.push(`${adapter}: ${error.message}`)
    }
  }
  if (failed.length > 0) throw new Error(failed.join('; '))
}

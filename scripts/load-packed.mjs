import { execFileSync } from 'node:child_process'

// Each package gets its own process, so that no entry point relies on modules that another has loaded.
const PROBE = `
const { createRequire } = await import('node:module')
const require = createRequire(process.cwd() + '/probe.mjs')
for (const entry of process.argv.slice(1)) {
  // require() first: once import has loaded a module, require() no longer fails on its top-level await.
  const [required, imported] = [require(entry), await import(entry)].map(module => Object.keys(module).sort().join())
  if (imported !== required) throw new Error(entry + ': require() gives [' + required + '], import [' + imported + ']')
  if (imported === '') throw new Error(entry + ' exports nothing')
}`

/** The entry points in a manifest's `exports`, without data files. */
export function entryPoints({ name, exports }) {
  return Object.keys(exports)
    .filter(path => !path.endsWith('.json') && !path.includes('*'))
    .map(path => name + path.slice(1))
}

/** Loads every entry point with `import` and with `require()`. Returns one message for each package that fails. */
export function loadPacked(project, manifests) {
  return manifests.flatMap(manifest => {
    try {
      execFileSync(process.execPath, ['--input-type=module', '-e', PROBE, '--', ...entryPoints(manifest)], {
        cwd: project,
        stdio: 'pipe',
        encoding: 'utf8',
      })
      return []
    } catch (error) {
      return [`${manifest.name} does not load as packed:\n${error.stderr}`]
    }
  })
}

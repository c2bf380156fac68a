import { execFileSync } from 'node:child_process'

// One Node a package, so that an entry cannot lean on what another one has loaded.
const PROBE = `
const { createRequire } = await import('node:module')
const require = createRequire(process.cwd() + '/probe.mjs')
for (const entry of process.argv.slice(1)) {
  // require() first: a module that import has already awaited would hide a top-level await.
  const [required, imported] = [require(entry), await import(entry)].map(module => Object.keys(module).sort().join())
  if (imported !== required) throw new Error(entry + ': require() gives [' + required + '], import [' + imported + ']')
  if (imported === '') throw new Error(entry + ' exports nothing')
}`

/** The entry points that a manifest's `exports` names, its data files left out. */
export function entryPoints({ name, exports }) {
  return Object.keys(exports)
    .filter(path => !path.endsWith('.json') && !path.includes('*'))
    .map(path => name + path.slice(1))
}

/** Loads every entry point with `import` and with `require()`; returns one message a package that failed. */
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

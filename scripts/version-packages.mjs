import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withRanges } from './example-ranges.mjs'
import { publishedPackages } from './packed-project.mjs'
import { run } from './run.mjs'

// Raises the versions, writes the changelogs, and lets the examples install the new versions: they are outside the
// workspace, so changesets does not know them.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.exitCode = await run('changeset', ['version', ...process.argv.slice(2)], { cwd: root })
if (process.exitCode === 0) {
  const [{ manifest }] = publishedPackages(root) // all packages have one version
  const examples = join(root, 'examples')
  for (const name of readdirSync(examples)) {
    const path = join(examples, name, 'package.json')
    if (existsSync(path)) writeFileSync(path, withRanges(readFileSync(path, 'utf8'), manifest.version))
  }
}

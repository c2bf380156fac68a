import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { completeManifest, manifestProblems, publishProblems, repositoryUrl } from './complete-manifest.mjs'
import { publishedPackages } from './packed-project.mjs'

// Compares the manifests of the published packages with the root package.json. --write completes them, and moves the
// links of all pages to its repository. --publish also reports what stands in the way of a release.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const boolean = { type: 'boolean', default: false }
const { values } = parseArgs({ options: { write: boolean, publish: boolean } })
const shared = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The repository that the manifests name so far. */
function formerUrl() {
  const urls = publishedPackages(root).map(({ manifest }) => manifest.repository?.url ?? '')
  return urls.map(url => /^git\+(https:.+)\.git$/.exec(url)?.[1]).find(url => url !== undefined)
}

function moveLinks(from, to) {
  const paths = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' }).split('\n')
  for (const path of paths.filter(each => each !== '' && existsSync(join(root, each)))) {
    const text = readFileSync(join(root, path), 'utf8')
    const moved = text.replaceAll(`${from}/`, `${to}/`)
    if (moved !== text) writeFileSync(join(root, path), moved)
  }
}

if (values.write) {
  const [from, to] = [formerUrl(), repositoryUrl(shared)]
  for (const { folder, manifest } of publishedPackages(root)) {
    const complete = completeManifest(shared, basename(folder), manifest)
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(complete, undefined, 2)}\n`)
  }
  if (from !== undefined && from !== to) moveLinks(from, to)
}

const published = publishedPackages(root)
const unreleased = published.filter(({ folder }) => !existsSync(join(folder, 'CHANGELOG.md')))
const problems = [
  ...(values.publish
    ? publishProblems(
        shared,
        unreleased.map(({ folder }) => basename(folder)),
      )
    : []),
  ...published.flatMap(({ folder, manifest }) => manifestProblems(shared, basename(folder), manifest)),
]
for (const problem of problems) console.error(problem)
console.log(`${published.length} manifests, ${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1

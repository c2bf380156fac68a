import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { repositoryUrl } from './complete-manifest.mjs'
import { brokenLinks } from './links.mjs'
import { publishedPackages } from './packed-project.mjs'

// Reports links of our pages that lead nowhere, in the repository or from a package's page on npm.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const base = repositoryUrl(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
const packaged = new Set(publishedPackages(root).map(({ folder }) => join(folder, 'README.md')))

const paths = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(path => path !== '' && existsSync(join(root, path)))
const pages = new Map(paths.map(path => [path, readFileSync(join(root, path), 'utf8')]))
const exists = path => existsSync(join(root, path))
const found = paths.flatMap(path =>
  brokenLinks(path, { pages, exists, base, packaged: packaged.has(join(root, path)) }).map(
    ({ line, message }) => `${path}:${line} ${message}`,
  ),
)
for (const line of found) console.error(line)
console.log(`${paths.length} pages, ${found.length} broken links`)
process.exitCode = found.length === 0 ? 0 : 1

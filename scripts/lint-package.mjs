import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { fileList, fileListProblems } from './file-list.mjs'
import { packedFiles } from './tarballs.mjs'

// Checks the package in the current folder as it would be published: its files, its manifest, and how its types
// resolve. --update writes the list of its files.
const LIST = 'test/tarball.txt'
const esmOnly = process.argv.includes('--esm-only')
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))

const packed = packedFiles('.')
if (process.argv.includes('--update')) writeFileSync(LIST, fileList(packed))
const list = existsSync(LIST) ? readFileSync(LIST, 'utf8') : ''
const unlisted = fileListProblems(list, packed, existsSync('CHANGELOG.md'))
for (const problem of unlisted) console.error(problem)
if (unlisted.length > 0)
  console.error(
    `If an older build left files here: git clean -fdX dist cjs, then build. If they belong in the tarball: pnpm --filter ${manifest.name} lint:package --update`,
  )

/** publint takes `cjs/package.json` for a leftover: it is what makes Node read `cjs/` as CommonJS and finds its engine. */
const isExpected = ({ code, args }) =>
  code === 'NESTED_PACKAGE_JSON_FIELD_IGNORED' &&
  args.filePath?.replaceAll('\\', '/').endsWith('cjs/package.json')

const { messages } = await publint({ strict: true, pack: 'pnpm' })
const unexpected = messages.filter(message => !isExpected(message))
for (const message of unexpected) console.error(formatMessage(message, manifest))

const profile = esmOnly ? ['--profile', 'esm-only'] : []
execFileSync('attw', ['--pack', '.', '--no-emoji', ...profile], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
process.exitCode = unlisted.length + unexpected.length === 0 ? 0 : 1

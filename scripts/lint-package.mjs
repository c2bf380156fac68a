import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

// Checks the package in the current folder as it would be published: its manifest, and how its types resolve.
const esmOnly = process.argv.includes('--esm-only')
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))

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
process.exitCode = unexpected.length === 0 ? 0 : 1

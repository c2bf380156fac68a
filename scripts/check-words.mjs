import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { replacedWords } from './words.mjs'

// Reports the words that the project's vocabulary replaces, in the files that git tracks or would track. A path as an
// argument narrows the check to the files below it.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const READ = /\.(?:[cm]?[jt]sx?|md|css|html)$|^\.ci\/run$/

/** The list itself, and its test; pages that other tools write. */
const EXCEPT = new Set(['scripts/words.mjs', 'scripts/test/words.test.mjs'])

const paths = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...process.argv.slice(2)], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(path => READ.test(path) && !EXCEPT.has(path) && existsSync(join(root, path)))
const found = [...new Set(paths)].flatMap(path =>
  replacedWords(path, readFileSync(join(root, path), 'utf8')).map(
    ({ line, word, instead }) => `${path}:${line} “${word}”: write ${instead}`,
  ),
)
for (const line of found) console.error(line)
console.log(`${paths.length} files, ${found.length} words to replace`)
process.exitCode = found.length === 0 ? 0 : 1
